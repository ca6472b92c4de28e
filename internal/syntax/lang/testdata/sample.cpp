#include <vector>
using namespace std;
using std::string;
namespace fs = std::filesystem;
namespace a::b {
template <typename T, int N = 1> class C : public D, private E<T> {
 public:
  explicit C(int x) : D(x), y(1) { this->y = x; }
  virtual ~C() = default;
  static const int K = 1;
  C &operator=(const C &o) noexcept override;
 private:
  std::map<string, std::vector<int>> m;
  int y;
};
enum class Color : int { Red };
using Alias = C<int>;
}
auto f(const std::string &s, int *p, auto &&... rest) -> int {
  std::unique_ptr<Foo> x(new Foo(1)); auto *q = new int[3]; delete q; Foo y{1, 2};
  for (const auto &v : items) { std::cout << v << "a" << std::endl; }
  auto g = [&, n = 1](int i) mutable -> int { return i; };
  if (auto it = m.find(s); it != m.end()) throw std::runtime_error("m");
  try { std::system(s.c_str()); } catch (const std::exception &e) { } catch (...) { }
  auto z = static_cast<int>(x->y.z<3>(nullptr)); std::chrono::system_clock::now(); R"(raw)"; a and not b;
  return co_await g(1);
}
