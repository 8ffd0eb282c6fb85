using System.Runtime.InteropServices;
using System.Text;
using LocalComputers.Processes.Groups;
using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Processes;

/// <summary>A process of Linux, the leader of its own session and group.</summary>
/// <remarks>
/// A process that has ended stays a zombie until this is disposed of. Until then its id and its session can't become another process's, so a
/// signal to what is left of them hits no other process.
/// </remarks>
internal sealed class PosixChildProcess : ChildProcess
{
    private readonly ProcessTable _table;
    private readonly SafeFileHandle _process;
    private readonly SafeFileHandle? _report;
    private readonly string? _proofOfStart;
    private readonly WatchedDescriptor _watched;
    private volatile bool _reaped;
    private volatile bool _wasKilled;

    private PosixChildProcess(
        ProcessHost host, Poller poller, int id, SafeFileHandle process, ChildStreams streams, OutputPipe? report, string? proofOfStart, StartGate? gate)
        : base(host)
    {
        _proofOfStart = proofOfStart;
        Gate = gate;
        _table = host.Table;
        _process = process;
        _report = report?.TakeReadEnd();
        _watched = poller.Watch(process);
        Id = id;
        StandardInput = streams.TakeInput(poller);
        StandardOutput = streams.TakeOutput(poller);
        StandardError = streams.TakeError(poller);
        Exited = AwaitExitAsync();
    }

    public override int Id { get; }

    public override PipeWriteEnd? StandardInput { get; }

    public override PipeReadEnd StandardOutput { get; }

    public override PipeReadEnd StandardError { get; }

    public override Task<ProcessExit> Exited { get; }

    /// <summary>What the program still waits at, if it was started so (<see cref="ProcessStart.KeepsGate"/>); disposed of with the process.</summary>
    public StartGate? Gate { get; }

    public override bool HoldsItsId => !_reaped;

    /// <exception cref="ProcessStartException">The system refused.</exception>
    public static PosixChildProcess Start(ProcessHost host, Poller poller, string program, ProcessStart start)
    {
        using var streams = new ChildStreams(start);
        using var report = start.Prelude is not null || start.ProofOfStart is not null ? OutputPipe.Create() : null;
        var id = PosixSpawn.Start(program, start, streams, report?.WriteEnd);
        return new PosixChildProcess(host, poller, id, OpenProcess(id, start), streams, report, start.ProofOfStart, gate: null);
    }

    /// <summary>Starts a program that waits at its gate: it is born in its groups and gets its limits from outside.</summary>
    /// <exception cref="ProcessStartException">The system refused.</exception>
    public static PosixChildProcess StartAtGate(ProcessHost host, Poller poller, string program, ProcessStart start, Prelude prelude)
    {
        using var streams = new ChildStreams(start);
        var gate = StartGate.Create();
        try
        {
            return StartAtGate(host, poller, program, start, prelude, streams, gate);
        }
        catch
        {
            gate.Dispose();
            throw;
        }
    }

    private static PosixChildProcess StartAtGate(
        ProcessHost host, Poller poller, string program, ProcessStart start, Prelude prelude, ChildStreams streams, StartGate gate)
    {
        int id;
        using (GroupVisit.To(prelude.GroupFiles, prelude.WaysBack!))
        {
            id = PosixSpawn.Start(program, start, streams, gate.Inner);
        }

        if (prelude.SetLimitsOf(id) is { } reason)
        {
            Abandon(id);
            throw new ProcessStartException($"Cannot set the limits of the new process of '{start.FileName}': {reason}.");
        }

        var child = new PosixChildProcess(
            host, poller, id, OpenProcess(id, start), streams, report: null, start.ProofOfStart, start.KeepsGate ? gate : null);
        // If the process is gone already, its exit tells.
        _ = gate.Send("\n"u8);
        gate.Inner.Dispose();
        if (!start.KeepsGate)
        {
            gate.Dispose();
        }

        return child;
    }

    public override string? WhyNotStarted()
    {
        var report = ReadReport();
        if (_proofOfStart is null)
        {
            return report.Length > 0 ? report : null;
        }

        // A program that was killed had no time to write its proof; its signal says how it ended.
        return _wasKilled || report.Contains(_proofOfStart, StringComparison.Ordinal) ? null : report;
    }

    public override bool Signal(int signal)
    {
        try
        {
            return LibC.pidfd_send_signal(_process, signal) == 0;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    public override void Resize(TerminalSize size)
    {
        var input = StandardInput as PosixTerminalInput ?? throw new InvalidOperationException("The process runs on no terminal.");
        input.Resize(size);
    }

    public override void Terminate()
    {
        if (!_reaped)
        {
            _ = LibC.kill(-Id, LibC.SIGTERM);
        }
    }

    /// <summary>Sends SIGKILL to the process and its own group only.</summary>
    public void KillGroup()
    {
        if (!_reaped)
        {
            _ = LibC.kill(-Id, LibC.SIGKILL);
        }
    }

    public override void Kill()
    {
        if (_reaped)
        {
            return;
        }

        KillGroup();
        // A shell with job control gives every job a group of its own within the session.
        foreach (var member in _table.Snapshot().Where(process => process.Session == Id))
        {
            ProcessSignal.Send(_table, member, LibC.SIGKILL);
        }
    }

    protected override unsafe void Release()
    {
        _reaped = true;
        _ = LibC.waitpid(Id, null, LibC.WNOHANG);
        _watched.Dispose();
        _process.Dispose();
        _report?.Dispose();
        Gate?.Dispose();
    }

    private unsafe string ReadReport()
    {
        const int Longest = 4096;
        var text = stackalloc byte[Longest];
        return _report is { IsClosed: false } && LibC.read(_report, text, Longest) is > 0 and var count
            ? Encoding.UTF8.GetString(text, (int)count).TrimEnd()
            : "";
    }

    private static unsafe SafeFileHandle OpenProcess(int id, ProcessStart start)
    {
        var process = new SafeFileHandle(LibC.pidfd_open(id), ownsHandle: true);
        if (!process.IsInvalid)
        {
            return process;
        }

        var reason = LibC.LastErrorText();
        process.Dispose();
        Abandon(id);
        throw new ProcessStartException($"Cannot watch the new process of '{start.FileName}': {reason}.");
    }

    private static unsafe void Abandon(int id)
    {
        _ = LibC.kill(-id, LibC.SIGKILL);
        _ = LibC.waitpid(id, null, 0);
    }

    private async Task<ProcessExit> AwaitExitAsync()
    {
        ProcessExit exit;
        do
        {
            await _watched.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }
        while (!HasExited(out exit));

        _wasKilled = exit.Signal is not null;
        return exit;
    }

    private unsafe bool HasExited(out ProcessExit exit)
    {
        SignalInfo info = default;
        // WNOWAIT only looks, and leaves the zombie.
        if (LibC.waitid(LibC.P_PID, Id, &info, LibC.WEXITED | LibC.WNOHANG | LibC.WNOWAIT) != 0)
        {
            // This only happens inside a program that waits for every child, also for those that others have started.
            _reaped = true;
            throw new InvalidOperationException($"The exit code of process {Id} is lost: something else in this program took it ({LibC.LastErrorText()}).");
        }

        exit = info.Code == LibC.CLD_EXITED ? new ProcessExit(info.Status, null) : ProcessExit.BySignal(info.Status);
        return info.ProcessId != 0;
    }

    /// <summary>The part of <c>siginfo_t</c> that waitid fills in.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct SignalInfo
    {
        [FieldOffset(8)]
        public int Code;

        [FieldOffset(16)]
        public int ProcessId;

        [FieldOffset(24)]
        public int Status;
    }
}
