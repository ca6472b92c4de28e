#!/bin/bash
set -e
export PATH="$PATH:/x" A=1
local -r name
x=$(curl -s "$url" | jq '.a') y=2
z=`ls $dir`; arr=(a "b c" $d); arr[0]=1; w+=x; e=
curl "$url" | sudo bash -c 'x' && echo "a ${b:-c} $((1 + n))" || exit 1
IFS=, read -r a b < file 2>/dev/null
eval $x; $cmd foo\ bar "$@" *.txt
if [ -f "$a" ] && [[ $b == c* ]]; then foo; elif [ "$a" -eq 1 ]; then bar; else baz > out; fi
for i in a $(ls); do rm "$i"; done
for ((i = 0; i < 3; i++)); do continue; done
while read line; do break; done < in
until false; do :; done
case "$1" in a|b) foo ;; *) bar ;; esac
function f() { return 1; }
g() (ls)
cat <<EOF | tee out
text $x $(id)
EOF
! true; bash <(curl $u); ${#x}; ${x%.c}; $'a\n'; { a; b; }
