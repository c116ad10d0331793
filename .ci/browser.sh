# shellcheck shell=bash disable=SC2154
# A real browser and what judges its pages. Sourced by ./test, which keeps `tools` and `gaps`.

browser_packages=(chromium chromium-driver default-jre-headless nodejs npm fonts-noto-core)

# Sets browser=yes where the journeys can be walked; elsewhere they are named among the gaps.
# On the integration machine there is no elsewhere.
have_browser() {
    browser=no
    local missing
    missing=$(missing_for_browser)
    if [ -n "$missing" ] && install_browser; then missing=$(missing_for_browser); fi
    if [ -z "$missing" ] && ! fetch_judges; then missing=" axe-core and vnu-jar (see $tools/browser.log)"; fi
    if [ -z "$missing" ]; then
        browser=yes
        chromedriver --version
        return 0
    fi
    [ -z "${CI-}" ] || lack "the journeys cannot be walked without:$missing"
    echo "NOT CHECKED: the journeys in a real browser; missing:$missing"
    gaps+=("journeys: missing$missing")
}

missing_for_browser() {
    local name
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null ||
        printf ' chromium'
    for name in chromedriver java npm; do command -v "$name" >/dev/null || printf ' %s' "$name"; done
}

# Only as root, where a machine is there to be set up; a person's machine is left as it is.
install_browser() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    echo "no Chromium here: installing Debian's"
    { DEBIAN_FRONTEND=noninteractive apt-get update &&
        DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${browser_packages[@]}"; } \
        </dev/null >"$tools/browser.log" 2>&1
}

# axe-core and the Nu HTML checker, of the content that .ci/browser/package-lock.json pins. Nothing of theirs is run here.
fetch_judges() {
    cmp -s .ci/browser/package-lock.json "$tools/browser/package-lock.json" &&
        [ -f "$tools/browser/node_modules/axe-core/axe.min.js" ] && return 0
    echo "fetching axe-core and the Nu HTML checker"
    rm -rf "$tools/browser"
    mkdir -p "$tools/browser"
    cp .ci/browser/package.json "$tools/browser/"
    # The lock comes last: it says that all is there.
    cp .ci/browser/package-lock.json "$tools/browser/npm-shrinkwrap.json"
    npm ci --prefix "$tools/browser" --ignore-scripts --no-audit --no-fund >"$tools/browser.log" 2>&1 &&
        cp .ci/browser/package-lock.json "$tools/browser/package-lock.json"
}

# Two browsers at once: more than that and each waits for the others.
run_journeys() {
    if [ "$browser" = no ]; then
        echo "NOT CHECKED: no browser"
    elif have nextest; then
        # Chosen among all: built alone, its libraries would be built anew with fewer features.
        cargo nextest run --workspace --locked --test-threads 2 -E 'package(sohoc-e2e)'
    else
        cargo test --package sohoc-e2e --lib --locked -- --test-threads 2
    fi
}
