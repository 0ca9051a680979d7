#!/bin/sh
# Starts a variant on 127.0.0.1:8080: Node from your own copy in ~/variants, built languages from the originals.
set -eu

originals=${VARIANTS:-/opt/variants}
name=${1:-}
workers=${2:-1}

usage() {
  echo "usage: serve <language>/<name> [workers]   with PORT=8081 in front for another port"
  echo "variants:"
  (cd "$originals" && ls -d ./*/*/variant.json 2>/dev/null | sed 's,^\./,  ,; s,/variant\.json$,,')
}

case $name in
  '' | -h | --help) usage; exit 0 ;;
  */*/* | .* | */.*) usage >&2; exit 2 ;;
esac
if [ ! -f "$originals/$name/variant.json" ]; then
  echo "serve: there is no variant $name" >&2
  usage >&2
  exit 2
fi

folder=$originals/$name
case $name in
  node/*) [ ! -f "$HOME/variants/$name/variant.json" ] || folder=$HOME/variants/$name ;;
esac

export HOST=127.0.0.1 PORT="${PORT:-8080}" WORKERS="$workers"
cd "$folder"
# One word a line: a manifest's words hold no line breaks.
argv=$(node -p 'JSON.parse(require("node:fs").readFileSync("variant.json", "utf8")).run.argv.join("\n")')
set -f
IFS='
'
# shellcheck disable=SC2086
set -- $argv
unset IFS
case $1 in
  */*) [ -x "$1" ] || { echo "serve: $name is not built yet" >&2; exit 1; } ;;
esac

echo "Serving $name from $folder with WORKERS=$workers. Ctrl-C ends it."
echo "Try it in a second terminal: curl -i 127.0.0.1:$PORT/ping"
exec "$@"
