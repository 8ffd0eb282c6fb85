using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace LocalComputers.Processes;

/// <summary>Starts processes and owns what it takes to follow them. One for each backend.</summary>
internal sealed class ProcessHost : IAsyncDisposable
{
    private readonly ConcurrentDictionary<ChildProcess, byte> _children = new();
    private readonly BackgroundDrains _drains = new();
    private readonly ReaderWriterLockSlim _starting = new();
    private readonly Poller? _poller;
    private bool _disposed;

    public ProcessHost(ILogger logger)
        : this(logger, PosixSupport.WhatIsMissing(), new ProcessTable(logger))
    {
    }

    /// <param name="logger">Where this host logs.</param>
    /// <param name="whyPortable">Why processes are to be started the portable way; null when they need not be.</param>
    /// <param name="table">The processes of this machine.</param>
    internal ProcessHost(ILogger logger, string? whyPortable, ProcessTable table)
    {
        Logger = logger;
        Table = table;
        Looks = new(table);
        Limits = HostLimits.OfSelf(table);
        if (whyPortable is not null)
        {
            ProcessLog.PortableProcesses(logger, whyPortable);
            return;
        }

        ChildSignal.RestoreIfIgnored(logger);
        _poller = new Poller(logger);
    }

    public ILogger Logger { get; }

    public ProcessTable Table { get; }

    /// <summary>Shared looks at the processes of this machine.</summary>
    public ProcessLooks Looks { get; }

    /// <summary>Whether a child is being started now, which may have no holder yet.</summary>
    public bool IsStarting => _starting.CurrentReadCount > 0;

    /// <summary>What this process may use itself, and so the most that it can give; null where the system does not tell.</summary>
    public HostLimits? Limits { get; }

    /// <exception cref="ProcessStartException">There is no such program or directory, or the system refused.</exception>
    public ChildProcess Start(ProcessStart start)
    {
        start.Validate();
        var program = ProgramSearch.Find(start);
        // Starts run beside one another. Disposal waits for them, so that it overlooks no child.
        _starting.EnterReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var child = TryStartAtGate(program, start) ?? StartByPrelude(program, start with { GateVariable = null });
            _children.TryAdd(child, 0);
            return child;
        }
        finally
        {
            _starting.ExitReadLock();
        }
    }

    /// <summary>Takes over the pipe and reads it, into the log if there is one, until it ends or this host is disposed of.</summary>
    /// <remarks>A background process would otherwise block on the full pipe, or die by SIGPIPE once it is closed.</remarks>
    public void DrainInBackground(PipeReadEnd pipe, BackgroundLog? log = null)
    {
        pipe.HandOver();
        _drains.Add(pipe, log);
    }

    /// <summary>The child that keeps this process id from meaning another process, if there is one.</summary>
    public ChildProcess? HolderOf(int processId) =>
        _children.Keys.FirstOrDefault(child => child.Id == processId && child.HoldsItsId);

    public void Forget(ChildProcess child) => _children.TryRemove(child, out _);

    /// <summary>Null where that is impossible, and the prelude has to be done by the process itself.</summary>
    private PosixChildProcess? TryStartAtGate(string program, ProcessStart start)
    {
        if (_poller is null || start is not { GateVariable: not null, Prelude: { WaysBack: not null } prelude })
        {
            return null;
        }

        try
        {
            return PosixChildProcess.StartAtGate(this, _poller, program, start, prelude);
        }
        catch (ProcessStartException e) when (e.IsForLackOfRoom)
        {
            // The group has as many processes as it may. A process may still join it, and end those that are there.
            return null;
        }
    }

    private ChildProcess StartByPrelude(string program, ProcessStart start)
    {
        if (start.Prelude is { } prelude)
        {
            start = prelude.Before(start, _poller is null ? Prelude.StandardError : PosixSpawn.ReportDescriptor);
            program = start.FileName;
        }

        return _poller is null
            ? PortableChildProcess.Start(this, program, start)
            : start.OwnSessionKeyring ? SessionKeyring.StartInNew(() => PosixChildProcess.Start(this, _poller, program, start))
            : PosixChildProcess.Start(this, _poller, program, start);
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _starting.EnterWriteLock();
        _disposed = true;
        _starting.ExitWriteLock();

        await Task.WhenAll(_children.Keys.Select(child => child.DisposeAsync().AsTask())).ConfigureAwait(false);
        await _drains.DisposeAsync().ConfigureAwait(false);
        if (_poller is not null)
        {
            await _poller.DisposeAsync().ConfigureAwait(false);
        }

        _starting.Dispose();
    }
}
