# comment
ARG VERSION=1
FROM --platform=linux/amd64 ubuntu:${VERSION} AS base
FROM alpine@sha256:abc
RUN apt-get update && apt-get install -y \
    # why
    "curl" $PKG='a b' > /dev/null; echo "x ${Y:-z}" $(date)
RUN --mount=type=cache,target=/x ["apt-get", "in\tstall"]
COPY --from=base --chown=a:b src $DST/x ./
ADD http://x /y
ENV A=b C="d $E" F='g'
ENV OLD value
USER root:wheel
EXPOSE 80 443/tcp $P
WORKDIR /a
VOLUME ["/data"]
LABEL a.b="c" d=e
CMD ["a", "b"]
ENTRYPOINT exec top
SHELL ["/bin/bash", "-c"]
HEALTHCHECK --interval=5m CMD curl -f x
HEALTHCHECK NONE
ONBUILD RUN x
STOPSIGNAL SIGKILL
MAINTAINER me <a@b>
RUN <<EOF
echo hi
EOF
