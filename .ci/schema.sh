# shellcheck shell=bash disable=SC2154
# The API asked by a program that reads its document and tries what one can try. Sourced by ./test, which keeps
# `tools` and `gaps`. It needs Python and no browser.

# Sets schemathesis=yes where it is to be had.
have_schemathesis() {
    schemathesis=no
    if is_schemathesis_there || fetch_schemathesis; then
        schemathesis=yes
        "$tools/bin/schemathesis" --version
        return 0
    fi
    [ -z "${CI-}" ] || lack "the API cannot be held against its document without schemathesis (see $tools/schemathesis.log)"
    echo "NOT CHECKED: the API against its document; schemathesis is not to be had"
    gaps+=("the API against its document: schemathesis is not to be had")
}

is_schemathesis_there() {
    "$tools/bin/schemathesis" --version 2>/dev/null | grep -q "$(sed -n 's/^schemathesis==//p' .ci/schemathesis.txt)"
}

fetch_schemathesis() {
    { [ -x "$tools/bin/pip" ] || python3 -m venv "$tools"; } >"$tools/schemathesis.log" 2>&1 &&
        "$tools/bin/pip" install --quiet --only-binary=:all: -r .ci/schemathesis.txt >>"$tools/schemathesis.log" 2>&1
}

# A sample of its own, served on a free port, with a token that may do all that tokens may.
check_api() {
    [ "$schemathesis" = yes ] || { echo "NOT CHECKED: no schemathesis"; return 0; }
    local sohoc=${CARGO_TARGET_DIR:-target}/debug/sohoc folder=$tools/api token
    [ -x "$sohoc" ] || cargo build --workspace --locked --bin sohoc
    rm -rf "$folder"
    mkdir -p "$folder"
    "$sohoc" demo --dir "$folder/demo" --people 300 --years 2024-2025 --no-serve --json >"$folder/made.json" 2>"$folder/demo.log" ||
        { cat "$folder/demo.log" >&2; return 1; }
    token=$(python3 -c 'import json, sys; print(json.load(sys.stdin)["api_tokens"][0]["token"])' <"$folder/made.json")
    "$sohoc" --config "$folder/demo/sohoc.toml" serve --listen 127.0.0.1:0 >/dev/null 2>"$folder/serve.log" &
    local server=$! status=0
    ask_api "$server" "$folder" "$token" || status=$?
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    return "$status"
}

ask_api() {
    local server=$1 folder=$2 token=$3 address=
    while [ -z "$address" ]; do
        kill -0 "$server" 2>/dev/null || { cat "$folder/serve.log" >&2; return 1; }
        address=$(grep -o 'http://[0-9.:]*' "$folder/serve.log" | head -1) || sleep 0.1
    done
    name_ids "$address" "$token" >"$folder/ids"
    # What it keeps between runs stays in the folder.
    local config=$PWD/.ci/schemathesis.toml program
    program=$(cd "$tools" && pwd)/bin/schemathesis
    (
        cd "$folder" || exit 1
        set -a
        # shellcheck disable=SC1091
        . ./ids
        "$program" --config-file "$config" run "$address/api/v1/openapi.json" --url "$address" \
            --header "Authorization: Bearer $token" --checks all --no-color
    )
}

# Ids that stand for something, so that more is asked for than what is not there.
name_ids() {
    python3 - "$@" <<'PYTHON'
import json, sys, urllib.request

address, token = sys.argv[1:]

def ask(path):
    request = urllib.request.Request(f"{address}/api/v1/{path}", headers={"Authorization": f"Bearer {token}"})
    return urllib.request.urlopen(request).read().decode()

dossier = json.loads(ask("export/dossiers.ndjson?year=2025").splitlines()[0])
print(f"UNIT={json.loads(ask('me'))['roles'][0]['unit']}")
print(f"PERSON={dossier['person']}\nDOSSIER={dossier['dossier']}")
print(f"CRITERIA={json.loads(ask('criteria-sets'))['items'][0]['code']}")
PYTHON
}
