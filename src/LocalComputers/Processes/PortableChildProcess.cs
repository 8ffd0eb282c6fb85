using System.ComponentModel;
using System.Diagnostics;

namespace LocalComputers.Processes;

/// <summary>A process by <see cref="Process"/>, for systems where <see cref="PosixSupport"/> misses something.</summary>
/// <remarks>
/// Fewer promises: no session of its own, SIGPIPE ignored as the host has it, no name of the signal that ended it (137
/// may also be an exit code), and its id may become another's as soon as it has ended.
/// </remarks>
internal sealed class PortableChildProcess : ChildProcess
{
    private readonly TaskCompletionSource<ProcessExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private PortableChildProcess(ProcessHost host, Process process, bool takesInput)
        : base(host)
    {
        _process = process;
        // WaitForExitAsync would also wait for other processes that hold the pipes.
        _process.Exited += (_, _) => _exited.TrySetResult(new ProcessExit(_process.ExitCode, Signal: null));
        _process.EnableRaisingEvents = true;
        _process.Start();
        if (takesInput)
        {
            StandardInput = new StreamPipeWriteEnd(_process.StandardInput.BaseStream);
        }
        else
        {
            _process.StandardInput.Close();
        }

        Id = _process.Id;
        StandardOutput = new StreamPipeReadEnd(_process.StandardOutput.BaseStream);
        StandardError = new StreamPipeReadEnd(_process.StandardError.BaseStream);
    }

    public override int Id { get; }

    public override PipeWriteEnd? StandardInput { get; }

    public override PipeReadEnd StandardOutput { get; }

    public override PipeReadEnd StandardError { get; }

    public override Task<ProcessExit> Exited => _exited.Task;

    public override bool HoldsItsId => !Exited.IsCompleted && !_process.HasExited;

    /// <exception cref="ProcessStartException">The system refused.</exception>
    public static PortableChildProcess Start(ProcessHost host, string program, ProcessStart start)
    {
        if (start.Terminal is not null)
        {
            throw new ProcessStartException($"Cannot start '{start.FileName}' on a terminal: that needs Linux on x64 or arm64 with glibc 2.34. Start it without a terminal.");
        }

        var process = new Process { StartInfo = ToStartInfo(program, start) };
        try
        {
            return new PortableChildProcess(host, process, start.TakesInput);
        }
        catch (Exception refused) when (refused is Win32Exception or InvalidOperationException)
        {
            process.Dispose();
            throw new ProcessStartException($"Cannot start '{start.FileName}' in '{start.WorkingDirectory}': {refused.Message}", refused)
            {
                ForCallers = $"Cannot start '{start.FileName}': {(refused is Win32Exception error ? LibC.ErrorText(error.NativeErrorCode) : "the system refused")}.",
            };
        }
    }

    public override bool Signal(int signal) => HoldsItsId && LibC.kill(Id, signal) == 0;

    public override void Resize(TerminalSize size) => throw new InvalidOperationException("The process runs on no terminal.");

    public override void Terminate() => Signal(LibC.SIGTERM);

    public override void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception refused) when (refused is Win32Exception or AggregateException or InvalidOperationException)
        {
            // The process has just ended by itself, or this user may not kill a descendant. The exit tells which.
        }
    }

    // This does not close the pipes: once somebody has asked for them, they belong to that caller.
    protected override void Release()
    {
        _process.Dispose();
        // Only a process that SIGKILL did not end has no exit by now, and nobody watches it any more.
        _exited.TrySetException(new ObjectDisposedException(nameof(PortableChildProcess)));
    }

    private static ProcessStartInfo ToStartInfo(string program, ProcessStart start)
    {
        var info = new ProcessStartInfo(program, start.Arguments)
        {
            WorkingDirectory = start.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        info.Environment.Clear();
        foreach (var (name, value) in start.Environment)
        {
            info.Environment[name] = value;
        }

        return info;
    }
}
