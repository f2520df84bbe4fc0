"""The program of a child process that runs one Python handler.

It boots without a function (the spare), takes one by a `load` frame on descriptor 3, then one event after the other.
The frames are those of frames.ts; what a handler sees (context, logging, errors) is as Lambda's Python runtime does it:
https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html
"""

import decimal
import importlib
import importlib.abc
import importlib.util
import inspect
import io
import json
import logging
import os
import queue
import signal
import sys
import threading
import time
import traceback
import uuid

try:
    import resource
except ImportError:
    # Windows has no such module.
    resource = None

LOAD, INVOKE, SIBLINGS, GO_ON = 1, 2, 3, 5
READY, LOADED, LOAD_FAILED, RESULT, ERROR, DEBUG_STATE = 16, 17, 18, 19, 20, 24
LONGEST_FRAME = 64 * 1024 * 1024
# Lambda's limit for what a function returns: 6 MB and a little.
LARGEST_RESULT = 6291556

pipe_lock = threading.Lock()
request_id = None


class RuntimeFault(Exception):
    """An error that Lambda's runtime reports, not the handler's own."""

    def __init__(self, error_type, message, trace=None, place=None):
        super().__init__(message)
        self.error_type = error_type
        self.message = message
        self.trace = trace or []
        self.place = place


# --- frames -----------------------------------------------------------------------------------------------------------


def read_exactly(count):
    parts = []
    while count > 0:
        part = os.read(3, min(count, 1 << 20))
        if not part:
            return None
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def send(frame_type, payload):
    data = payload if isinstance(payload, bytes) else payload.encode("utf-8", "surrogatepass")
    frame = memoryview(len(data).to_bytes(4, "big") + bytes([frame_type]) + data)
    with pipe_lock:
        while frame:
            frame = frame[os.write(3, frame) :]


def end_siblings(pids):
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        except OSError:
            pass


def hide_parent():
    """Lets a handler find process 1 as its parent, as nodeParent.ts does; the gateway is out of reach."""
    parent, kill = os.getppid(), os.kill

    def kill_inside(pid, sig):
        kill(os.getpid() if abs(pid) in (0, 1, parent) else pid, sig)

    os.getppid = lambda: 1
    os.kill = kill_inside
    if hasattr(os, "killpg"):
        group, killpg = os.getpgrp(), os.killpg
        os.killpg = lambda pgid, sig: kill(os.getpid(), sig) if pgid in (0, group) else killpg(pgid, sig)


def read_frames(frames):
    """Runs on a thread of its own, so that the end of the gateway is noticed while a handler runs."""
    siblings = []
    try:
        while True:
            head = read_exactly(5)
            if head is None or int.from_bytes(head[:4], "big") > LONGEST_FRAME:
                break
            payload = read_exactly(int.from_bytes(head[:4], "big"))
            if payload is None:
                break
            if head[4] == SIBLINGS:
                siblings = json.loads(payload)
            elif head[4] == GO_ON:
                stop_waiting()
            else:
                if head[4] == LOAD:
                    siblings = []
                frames.put((head[4], payload))
    except OSError:
        pass
    # The gateway is gone, or a handler closed the pipe: nobody waits for an answer any more.
    end_siblings(siblings)
    os._exit(1)


# --- output -----------------------------------------------------------------------------------------------------------


class CountedOutput(io.FileIO):
    """Counts what is written: the gateway waits for as many bytes before it takes an event's log for whole."""

    written = 0

    def write(self, data):
        count = super().write(data)
        self.written += count or 0
        return count


def open_output(descriptor):
    raw = CountedOutput(descriptor, "w", closefd=False)
    stream = io.TextIOWrapper(io.BufferedWriter(raw), encoding="utf-8", errors="surrogateescape", write_through=True)
    return raw, stream


class FlushedStream:
    """A text stream that hands on every write at once, as Lambda's runtime does."""

    def __init__(self, stream):
        self._stream = stream

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def write(self, text):
        count = self._stream.write(text)
        self._stream.flush()
        return count

    def writelines(self, lines):
        self._stream.writelines(lines)
        self._stream.flush()


class LambdaLogHandler(logging.Handler):
    def emit(self, record):
        sys.stdout.write(self.format(record))


class RequestIdFilter(logging.Filter):
    def filter(self, record):
        record.aws_request_id = request_id or ""
        return True


class JsonFormatter(logging.Formatter):
    """Lambda's JSON log format (`LoggingConfig.LogFormat: JSON`)."""

    def format(self, record):
        line = {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
        }
        if record.exc_info:
            line["stackTrace"] = traceback.format_exception(*record.exc_info)
        line["requestId"] = record.aws_request_id
        return json.dumps(line, ensure_ascii=False, default=str) + "\n"


def set_up_logging():
    handler = LambdaLogHandler()
    handler.addFilter(RequestIdFilter())
    if os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON":
        handler.setFormatter(JsonFormatter())
    else:
        formatter = logging.Formatter(
            "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n", "%Y-%m-%dT%H:%M:%S"
        )
        formatter.converter = time.gmtime
        handler.setFormatter(formatter)
    root = logging.getLogger()
    root.addHandler(handler)
    level = logging.getLevelName(os.environ.get("AWS_LAMBDA_LOG_LEVEL", ""))
    if isinstance(level, int):
        root.setLevel(level)


# --- the handler ------------------------------------------------------------------------------------------------------


def held_ms(file, last):
    """Milliseconds that debuggers have held everything so far: heldTimeFile.ts says what stands in the file."""
    try:
        with io.FileIO(file) as numbers:
            text = numbers.read(32).decode("latin-1")
        since = int(text[16:])
        return int(text[:16]) + (time.time() * 1000 - since if since > 0 else 0)
    except (OSError, TypeError, ValueError):
        # No session, or it is over.
        return last


class CognitoIdentity:
    cognito_identity_id = None
    cognito_identity_pool_id = None


class LambdaContext:
    """https://docs.aws.amazon.com/lambda/latest/dg/python-context.html"""

    client_context = None

    def __init__(self, task, head):
        self.aws_request_id = head["requestId"]
        self.log_group_name = task["logGroupName"]
        self.log_stream_name = task["logStreamName"]
        self.function_name = task["functionName"]
        self.memory_limit_in_mb = str(task["memoryMb"])
        self.function_version = "$LATEST"
        self.invoked_function_arn = task["functionArn"]
        self.identity = CognitoIdentity()
        self._held_time_file = task.get("heldTimeFile")
        self._held_ms = 0
        self._deadline = self._now() + head["timeoutMs"]

    def _now(self):
        # Time stands still while a debugger holds something.
        self._held_ms = held_ms(self._held_time_file, self._held_ms)
        return time.time() * 1000 - self._held_ms

    def get_remaining_time_in_millis(self):
        return max(0, int(self._deadline - self._now()))

    def log(self, message):
        sys.stdout.write(str(message))


def place_of(handler):
    try:
        code = inspect.unwrap(handler).__code__
        return {"file": os.path.abspath(code.co_filename), "line": code.co_firstlineno - 1}
    except (AttributeError, ValueError):
        return None


def load_handler(name):
    module_name, dot, function_name = name.rpartition(".")
    if not dot:
        raise RuntimeFault(
            "Runtime.MalformedHandlerName", f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)"
        )
    if module_name.split(".")[0] in sys.builtin_module_names:
        raise RuntimeFault(
            "Runtime.BuiltInModuleConflict", f"Cannot use built-in module {module_name} as a handler module"
        )
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise RuntimeFault(
            "Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}", place=import_place(error)
        ) from error
    except SyntaxError as error:
        raise RuntimeFault(
            "Runtime.UserCodeSyntaxError",
            f"Syntax error in module '{module_name}': {error}",
            [f'  File "{error.filename}" Line {error.lineno}\n    {error.text}'],
            {"file": os.path.abspath(error.filename), "line": (error.lineno or 1) - 1} if error.filename else None,
        ) from error
    handler = getattr(module, function_name, None)
    if handler is None:
        raise RuntimeFault(
            "Runtime.HandlerNotFound",
            f"Handler '{function_name}' missing on module '{module_name}'",
            place={"file": module.__file__, "line": 0} if getattr(module, "__file__", None) else None,
        )
    return handler


def import_place(error):
    """The user's line whose import failed."""
    root = os.getcwd()
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(root)]
    return {"file": frames[-1].filename, "line": (frames[-1].lineno or 1) - 1} if frames else None


def error_of(error):
    """The error as Lambda's Python runtime reports it, without the frames of the runtime itself."""
    if isinstance(error, RuntimeFault):
        message, error_type, trace = error.message, error.error_type, error.trace
    else:
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in frames if frame.filename != __file__ and "importlib" not in frame.filename]
        message, error_type, trace = str(error), type(error).__name__, traceback.format_list(own)
    return {"errorMessage": message, "errorType": error_type, "requestId": request_id or "", "stackTrace": trace}


def log_error(error):
    lines = [f"[ERROR] {error['errorType']}: {error['errorMessage']}"]
    if error["stackTrace"]:
        lines.append("Traceback (most recent call last):")
        for part in error["stackTrace"]:
            lines.extend(part.splitlines() or [""])
    # Written in one piece: one entry of the log on Lambda.
    sys.stdout.write("\n".join(lines) + "\n")


class ResponseEncoder(json.JSONEncoder):
    """Writes decimals with the digits they have, which the encoder itself has no way to."""

    def __init__(self, **options):
        super().__init__(**options)
        self.decimals = {}

    def default(self, value):
        if isinstance(value, decimal.Decimal):
            if value.is_nan():
                return float("nan")
            token = uuid.uuid4().hex
            self.decimals[f'"{token}"'] = str(value)
            return token
        return super().default(value)


def to_json(value, keeps_unicode):
    encoder = ResponseEncoder(ensure_ascii=not keeps_unicode)
    text = encoder.encode(value)
    for token, digits in encoder.decimals.items():
        text = text.replace(token, digits)
    return text


def marshal(response, keeps_unicode):
    if isinstance(response, bytes):
        return response
    try:
        return to_json(response, keeps_unicode).encode("utf-8", "surrogatepass")
    except Exception as error:
        raise RuntimeFault("Runtime.MarshalError", f"Unable to marshal response: {error}") from error


# --- hosts on this machine ----------------------------------------------------------------------------------------------


class LatePatches(importlib.abc.MetaPathFinder):
    """Changes modules once a handler imports them: one that does not want them does not wait for them."""

    def __init__(self, patches):
        self.patches = patches

    def find_spec(self, name, path=None, target=None):
        patch = self.patches.pop(name, None)
        spec = importlib.util.find_spec(name) if patch else None
        if spec:
            load = spec.loader.exec_module

            def exec_module(module):
                load(module)
                patch(module)

            spec.loader.exec_module = exec_module
        return spec


def reach_local_hosts(hosts):
    """Leads what is said over TLS to some hosts to their places on this machine, and believes the certificate there."""
    places = {host: (place["addresses"][0], place["port"]) for place in hosts["places"] for host in place["hosts"]}
    names = {name for place in hosts["places"] for name in [*place["hosts"], *place["addresses"]]}
    peers = {(address, place["port"]) for place in hosts["places"] for address in place["addresses"]}

    def patch_socket(socket):
        look_up = socket.getaddrinfo

        def getaddrinfo(host, port, *args, **options):
            name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
            if str(port) in ("443", "https") and isinstance(name, str) and name.lower() in places:
                host, port = places[name.lower()]
            return look_up(host, port, *args, **options)

        socket.getaddrinfo = getaddrinfo

    def patch_ssl(ssl):
        wrap_socket, wrap_bio = ssl.SSLContext.wrap_socket, ssl.SSLContext.wrap_bio

        def wrap_local_socket(self, sock, *args, **options):
            try:
                is_local = sock.getpeername()[:2] in peers
            except (OSError, AttributeError):
                is_local = False
            if is_local:
                self.load_verify_locations(cadata=hosts["cert"])
            return wrap_socket(self, sock, *args, **options)

        def wrap_local_bio(self, incoming, outgoing, server_side=False, server_hostname=None, session=None):
            if server_hostname in names:
                self.load_verify_locations(cadata=hosts["cert"])
            return wrap_bio(self, incoming, outgoing, server_side, server_hostname, session)

        ssl.SSLContext.wrap_socket, ssl.SSLContext.wrap_bio = wrap_local_socket, wrap_local_bio

    late = {"socket": patch_socket, "ssl": patch_ssl}
    for name in [name for name in late if name in sys.modules]:
        late.pop(name)(sys.modules[name])
    sys.meta_path.insert(0, LatePatches(late))


# --- the debugger -------------------------------------------------------------------------------------------------------

stop_waiting = lambda: None


def wait_for_debugger():
    """Until one has attached and set its breakpoints; the gateway lets the process go on without one."""
    global stop_waiting
    # Without it debugpy warns, on stderr, that Python's own modules are frozen.
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    try:
        import debugpy

        _, port = debugpy.listen(("127.0.0.1", 0))
    except ImportError:
        reason = f"debugpy is not installed. Install it: {sys.executable} -m pip install debugpy"
        return send(DEBUG_STATE, json.dumps({"type": "unavailable", "reason": reason}))
    except Exception as error:
        return send(DEBUG_STATE, json.dumps({"type": "unavailable", "reason": f"debugpy: {error}"}))
    finally:
        del os.environ["PYDEVD_DISABLE_FILE_VALIDATION"]
    gone = threading.Event()

    def let_go():
        # Asked before it waits, debugpy refuses.
        while not gone.wait(0.05):
            try:
                debugpy.wait_for_client.cancel()
                return
            except RuntimeError:
                pass

    stop_waiting = let_go
    send(DEBUG_STATE, json.dumps({"type": "waiting", "debugger": "python", "port": port}))
    debugpy.wait_for_client()
    gone.set()
    send(DEBUG_STATE, json.dumps({"type": "running"}))


# --- the function -------------------------------------------------------------------------------------------------------


class Function:
    def __init__(self, task):
        self.task = task
        runtime = task["environment"].get("AWS_EXECUTION_ENV", "")
        self.keeps_unicode = not runtime.endswith(("3.8", "3.9", "3.10", "3.11"))
        os.environ.clear()
        os.environ.update(task["environment"])
        if hasattr(time, "tzset"):
            time.tzset()
        os.chdir(task["taskRoot"])
        sys.path[0:1] = [task["taskRoot"], *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
        set_up_logging()
        if "localHosts" in task:
            reach_local_hosts(task["localHosts"])
        if task.get("isDebugged"):
            wait_for_debugger()
        self.loading_since = time.perf_counter()
        self.handler = load_handler(task["handler"])

    def run(self, head, body):
        os.environ["_X_AMZN_TRACE_ID"] = head["traceId"]
        try:
            event = json.loads(body)
        except ValueError as error:
            raise RuntimeFault("Runtime.UnmarshalError", f"Unable to unmarshal input: {error}") from error
        result = marshal(self.handler(event, LambdaContext(self.task, head)), self.keeps_unicode)
        if len(result) > LARGEST_RESULT:
            raise RuntimeFault(
                "Function.ResponseSizeTooLarge",
                f"Response payload size exceeded maximum allowed payload size ({LARGEST_RESULT} bytes).",
            )
        return result


def main():
    global request_id
    out, sys.stdout = open_output(1)
    err, sys.stderr = open_output(2)
    sys.stdout, sys.stderr = FlushedStream(sys.stdout), FlushedStream(sys.stderr)
    hide_parent()
    frames = queue.SimpleQueue()
    reader = threading.Thread(target=read_frames, args=(frames,), daemon=True)
    # A debugger lets it run while it holds the others.
    reader.pydev_do_not_trace = reader.is_pydev_daemon_thread = True
    reader.start()
    try:
        send(READY, json.dumps({"version": ".".join(map(str, sys.version_info[:3]))}))
    except OSError:
        # The gateway is gone already: the reader ends what this one guards.
        reader.join()

    function = None
    while True:
        frame_type, payload = frames.get()
        started = time.perf_counter()
        if frame_type == LOAD:
            try:
                function = Function(json.loads(payload))
                if function.task.get("isDebugged"):
                    started = function.loading_since
                message = {"initMs": (time.perf_counter() - started) * 1000}
                place = place_of(function.handler)
                send(LOADED, json.dumps({**message, "place": place} if place else message))
            except Exception as error:
                place = getattr(error, "place", None)
                reported = error_of(error)
                log_error(reported)
                send(LOAD_FAILED, json.dumps({"error": reported, **({"place": place} if place else {})}))
                os._exit(1)
        elif function:
            head_text, _, body = payload.partition(b"\n")
            head = json.loads(head_text)
            request_id = head["requestId"]
            try:
                answer, result = RESULT, function.run(head, body)
            except Exception as error:
                reported = error_of(error)
                log_error(reported)
                answer, result = ERROR, json.dumps(reported).encode()
            counts = {"ms": (time.perf_counter() - started) * 1000, "out": out.written, "err": err.written}
            if resource:
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
                # Kilobytes, but bytes on macOS.
                counts["kb"] = peak // 1024 if sys.platform == "darwin" else peak
            request_id = None
            send(answer, json.dumps(counts).encode() + b"\n" + result)


main()
