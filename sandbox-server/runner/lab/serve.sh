#!/bin/sh
# Starts a variant on 127.0.0.1:8080: Node from your own copy in ~/variants, compiled languages from the originals.
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

# A field of a manifest, one word a line: its words hold no line breaks.
field() {
  node -p "(m => $2)(JSON.parse(require('node:fs').readFileSync(process.argv[1], 'utf8')))" "$1/variant.json"
}

folder=$originals/$name
copy=$HOME/variants/$name
artifact=$(field "$folder" 'm.build ? m.build.artifact : "variant.json"')
if [ ! -e "$folder/$artifact" ]; then
  echo "serve: $name is not built yet; the page of its lesson shows how far its build is" >&2
  exit 1
fi
case $name in
  node/*) [ ! -f "$copy/variant.json" ] || folder=$copy ;;
  *)
    # A compiled server runs as it was built: an edit of the copy would change nothing, and nobody would notice.
    field "$folder" 'm.sources.join("\n")' | while read -r source; do
      if [ -f "$copy/$source" ] && ! cmp -s "$folder/$source" "$copy/$source"; then
        echo "serve: your copy of $name/$source is edited, but this lab has no compiler: the original is served." >&2
        echo "To run your edit, make it in sandbox-server/variants/$name of the course and start the course again." >&2
        break
      fi
    done
    ;;
esac

export HOST=127.0.0.1 PORT="${PORT:-8080}" WORKERS="$workers"
# A server outlives the page of the shell that started it. Another one of an earlier lesson would go on to answer in
# place of the one that the reader believes to ask, so it ends.
served=/tmp/serve-$PORT
# When a process began: with its number, no other one is taken for it.
began() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }
if [ -f "$served" ]; then
  read -r pid start other <"$served"
  if [ "$(began "$pid")" = "$start" ]; then
    echo "serve: ends $other, which was started here before on port $PORT." >&2
    for signal in TERM 0 0 0 0 0 0 0 0 KILL; do
      kill -"$signal" "$pid" 2>/dev/null || break
      sleep 0.2
    done
  fi
fi
cd "$folder"
argv=$(field . 'm.run.argv.join("\n")' | sed "s/{WORKERS}/$workers/g")
set -f
IFS='
'
# shellcheck disable=SC2086
set -- $argv
unset IFS
if ! command -v "$1" >/dev/null; then
  echo "serve: $name needs $1, which this host does not have" >&2
  exit 1
fi

echo "Serving $name from $folder with WORKERS=$workers. Ctrl-C ends it, or kill $$."
echo "Try it in a second terminal: curl -i 127.0.0.1:$PORT/ping"
echo "$$ $(began $$) $name" >"$served"
exec "$@"
