require 'net/http'
module A::B
  class C < D::E
    include F
    attr_accessor :name, :age
    CONST = %w[a b].freeze
    def self.find(id, *rest, key: 1, opt: nil, **kw, &blk)
      where("id = #{id}", a: 1, :b => 2, "c" => 3).first
    rescue E1, X::E2 => e
      raise Error, "m"
    else
      nil
    ensure
      done
    end
    def initialize(a = 1, (b, c)) = @a = a
    def name=(v); @name ||= v; @@n += 1; $g = self; end
    class << self; def x; super; super(1); yield 1; end; end
  end
end
foo.bar; foo.bar(); foo&.bar 1, 2; puts x; puts; obj.(1); a[:k]["s"] = b
xs.each do |x, (y, z)| next if x; break unless y end
xs.map { |v| v.to_s }.select(&:ok)
f = ->(x) { x + 1 }; g = lambda { |y| y }
if a == 1 then b elsif c then d else e end
unless a; b; end
t = a ? b : c
case x when 1, 2..3 then a when String then b else c end
case v
in {name: String => n, age:} if n then a
in [1, *rest] | nil then b
else c
end
while a do b end; until a do b end; begin b end while c
for i in 1...5 do j end
x, (y, *z) = 1, 2; h = { a: 1, "b": 2, "c" => 3, **o }; z = a&.b
s = 'it\'s \n' "b"; r = /a\/b#{x}/i; q = /ab/m; c = ?a; w = %i[a b]; sym = :"x y"
`ls #{dir}`; system("ls", dir); %x(ls); render json: x, status: 3
eval(<<~RUBY, binding) if ok
  puts #{code}
RUBY
return 1, 2 and redo or not x; defined?(x); !y; -1; x <=> y; x =~ /a/; 1_000; 0x1F; 1.50; 3r; 2i
params[:id]; redirect_to params.require(:user).permit(:name); x = y rescue z
