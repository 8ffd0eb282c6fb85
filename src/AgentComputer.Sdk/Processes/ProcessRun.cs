using System.Buffers;

namespace AgentComputer.Sdk;

/// <summary>Runs a process to its end.</summary>
internal static class ProcessRun
{
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(5);

    /// <param name="starting">The process, which is being started.</param>
    /// <param name="command">The program, for messages.</param>
    /// <param name="clock">Tells how long to try to kill it.</param>
    /// <param name="cancellationToken">Kills the process.</param>
    public static async Task<ComputerProcessResult> ToEndAsync(
        Task<ComputerProcess> starting, string command, TimeProvider clock, CancellationToken cancellationToken)
    {
        var process = await starting.ConfigureAwait(false);
        await using var _ = process.ConfigureAwait(false);
        try
        {
            return await CollectAsync(process, command, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await KillAsync(process, clock).ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<ComputerProcessResult> CollectAsync(ComputerProcess process, string command, CancellationToken cancellationToken)
    {
        var (stdout, stderr) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        await foreach (var item in process.Events.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            switch (item)
            {
                case ProcessOutputEvent output:
                    (output.Source == ProcessOutputSource.Stderr ? stderr : stdout).Write(output.Bytes.Span);
                    break;
                case ProcessEndedEvent ended:
                    return new()
                    {
                        Pid = process.Pid,
                        Command = command,
                        ExitCode = ended.ExitCode,
                        Status = ended.Status,
                        Error = ended.Error,
                        StdoutBytes = stdout.WrittenMemory,
                        StderrBytes = stderr.WrittenMemory,
                    };
            }
        }

        // The client's own events throw when they end early, but the events of a mock may not.
        throw new AgentComputerStreamInterruptedException($"The events of process {process.Pid} ended without an end of the process.");
    }

    /// <summary>Kills a process whose result nobody wants. A failure is ignored: the caller gets the reason for leaving either way.</summary>
    private static async Task KillAsync(ComputerProcess process, TimeProvider clock)
    {
        using var limit = new CancellationTokenSource(KillLimit, clock);
        try
        {
            await process.KillAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AgentComputerException or OperationCanceledException or ObjectDisposedException)
        {
            // The process can't be reached.
        }
    }
}
