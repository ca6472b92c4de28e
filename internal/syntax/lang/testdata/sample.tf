resource "aws_s3_bucket" "b" {
  bucket = "x-${var.name}-$${raw}" # comment
  acl    = "public"
  versioning { enabled = true }
  ingress { from_port = 1 }
  tags = { a = "b", "c" = 0x1, (var.k) = null }
  count = length(var.x...) > 1 && !var.y ? 1 : -2
  depends_on = [aws_s3_bucket.c[0].id, module.m.*.id, x[*].y.z, a.0]
  list = [for k, v in var.m : upper(k) if v != ""]
  map = { for k in var.l : k => provider::f::g(k) }
  doc = <<-EOF
    text ${a + b * 2}
  EOF
  cond = "%{ if x }a%{ else }b%{ endif }"
}
locals { z = 1.50 }
