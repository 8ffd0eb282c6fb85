namespace AgentComputer.Sdk;

public partial class AgentComputerClient
{
    private static readonly TimeSpan ComputerInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(180);

    /// <summary>Makes a computer ready and waits until it takes commands.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="options">How often the service is asked, by default every 2 s, and how long, by default 180 s in all.</param>
    /// <param name="cancellationToken">Ends the wait; the computer may be starting.</param>
    /// <returns>The computer, which runs.</returns>
    /// <exception cref="ArgumentException">The id is empty, or a time of the options is out of its range.</exception>
    /// <exception cref="OperationFailedException">The operation that was to make it ready failed.</exception>
    /// <exception cref="ComputerNotRunningException">It failed, was stopped or deleted while it was waited for.</exception>
    /// <exception cref="AgentComputerTimeoutException">It took longer than the time of the options.</exception>
    /// <exception cref="AgentComputerException">The service could not be asked.</exception>
    /// <remarks>
    /// <c>POST /v1/computers/{computerId}/actions/ensure-ready</c>, then <c>GET /v1/operations/{operationId}</c> and
    /// <c>GET /v1/computers/{computerId}</c>.
    /// </remarks>
    public virtual Task<Computer> EnsureReadyAsync(string computerId, WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        var budget = ReadyBudgetFor(computerId, options);
        return budget.SpendAsync(
            async token =>
            {
                var change = await EnsureComputerReadyAsync(computerId, token).ConfigureAwait(false);
                // Until the operation has begun, the computer may still be stopped, which would end the wait for it.
                if (change.Operation is { Id.Length: > 0 } operation)
                {
                    await OperationEndAsync(operation.Id, budget, token).ConfigureAwait(false);
                }
                else if (change.Computer.State == ComputerState.Running)
                {
                    return change.Computer;
                }

                return await RunningAsync(computerId, budget, token).ConfigureAwait(false);
            },
            cancellationToken);
    }

    /// <summary>Waits until a computer runs, for example after it was created.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="options">How often the service is asked, by default every 2 s, and how long, by default 180 s.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The computer, which runs.</returns>
    /// <exception cref="ArgumentException">The id is empty, or a time of the options is out of its range.</exception>
    /// <exception cref="ComputerNotRunningException">It has failed, is stopped or is deleted, so it would never run by itself.</exception>
    /// <exception cref="AgentComputerTimeoutException">It took longer than the time of the options.</exception>
    /// <exception cref="AgentComputerException">The service could not be asked.</exception>
    /// <remarks><c>GET /v1/computers/{computerId}</c></remarks>
    public virtual Task<Computer> WaitUntilRunningAsync(string computerId, WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        var budget = ReadyBudgetFor(computerId, options);
        return budget.SpendAsync(token => RunningAsync(computerId, budget, token), cancellationToken);
    }

    private WaitBudget ReadyBudgetFor(string computerId, WaitOptions? options)
    {
        WaitBudget.CheckId(computerId);
        return new(Http.Settings, options, ComputerInterval, ReadyTimeout, AgentComputerTimeoutBudget.Ready, $"computer {computerId}", "run");
    }

    private async Task<Computer> RunningAsync(string computerId, WaitBudget budget, CancellationToken cancellationToken)
    {
        while (true)
        {
            var computer = (await GetComputerAsync(computerId, cancellationToken).ConfigureAwait(false)).Computer;
            if (computer.State == ComputerState.Running)
            {
                return computer;
            }

            if (computer.State == ComputerState.Failed || computer.State == ComputerState.Deleted || computer.State == ComputerState.Stopped)
            {
                throw NotRunning(computerId, computer);
            }

            await budget.PauseAsync(computer.State.ToString(), cancellationToken).ConfigureAwait(false);
        }
    }

    private ComputerNotRunningException NotRunning(string computerId, Computer computer) => new(
        Http.Settings.Redaction.Message($"The computer {computerId} will not run by itself: it is {computer.State}{(string.IsNullOrEmpty(computer.FailureReason) ? "" : $" ({computer.FailureReason})")}. ")
        + (computer.State == ComputerState.Stopped ? "EnsureReadyAsync would start it." : computer.State == ComputerState.Failed ? "Delete it, or restore a snapshot." : "Create another computer."),
        computer);
}
