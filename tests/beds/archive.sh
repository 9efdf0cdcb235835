# Sourced by the scripts that build beds: tools from apt, the archive that this machine's own apt is configured for.

unreachable() {
    echo "$1"
    exit 69    # EX_UNAVAILABLE: the bed is skipped, not failed
}

# install_tools TOOL:PACKAGE...   what is not there yet, from apt
install_tools() {
    local missing=() pair
    for pair; do
        command -v "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
    done
    [ "${#missing[@]}" -gt 0 ] || return 0
    local install=(apt-get -o DPkg::Lock::Timeout=500 install -y -q --no-install-recommends "${missing[@]}")
    "${install[@]}" || { apt-get -q update; "${install[@]}"; } || unreachable "apt cannot install ${missing[*]}"
}

configured() {
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' | sed -n 's|/*$||; 1p'
}

# find_archive SUITE   sets $mirror
find_archive() {
    mirror=$(configured)
    [ -n "$mirror" ] || { apt-get -q update; mirror=$(configured); }
    [ -n "$mirror" ] || unreachable "apt is configured for no Debian archive"
    local release
    release=$(mktemp)
    /usr/lib/apt/apt-helper download-file "$mirror/dists/$1/InRelease" "$release" ||
        unreachable "no $1 in the archive, or no network"
    rm "$release"
}
