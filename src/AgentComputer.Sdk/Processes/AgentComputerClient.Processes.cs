namespace AgentComputer.Sdk;

public partial class AgentComputerClient
{
    /// <summary>Opens the processes of a running computer, to start processes with input, output, signals and terminals, and to return to them later.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="options">How they are spoken to; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the call; a session may have been created, which expires by itself.</param>
    /// <returns>The processes. Dispose them: that leaves the processes running, ends the streams, and revokes the session.</returns>
    /// <exception cref="AgentComputerNotFoundException">There is no such computer.</exception>
    /// <exception cref="AgentComputerConflictException">The computer does not run.</exception>
    /// <exception cref="AgentComputerPermissionException">The caller is not the owner of the computer.</exception>
    /// <remarks>
    /// <c>POST /v1/computers/{computerId}/access-sessions</c> with the kind <c>exec</c>. The session is made once, and renewed before it expires. Its
    /// token is in no exception and in no log.
    /// </remarks>
    public virtual Task<ComputerProcesses> OpenProcessesAsync(
        string computerId, ComputerProcessesOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(computerId);
        var http = Http;
        ArgumentOutOfRangeException.ThrowIfLessThan(options?.SessionSeconds ?? 1, 1, nameof(options));
        return Open();

        async Task<ComputerProcesses> Open()
        {
            var sessions = new ExecSessions(this, http, computerId, options?.SessionSeconds);
            await sessions.CurrentAsync(cancellationToken).ConfigureAwait(false);
            return new(computerId, new(sessions, options?.Codec ?? ProcessCodec.Json));
        }
    }
}
