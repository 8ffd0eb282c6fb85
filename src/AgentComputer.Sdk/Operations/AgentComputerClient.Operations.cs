using Shared.Wire.Http;

namespace AgentComputer.Sdk;

public partial class AgentComputerClient
{
    private static readonly TimeSpan OperationInterval = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan OperationTimeout = TimeSpan.FromSeconds(120);

    /// <summary>Reads an operation.</summary>
    /// <param name="operationId">The operation's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The operation.</returns>
    /// <remarks><c>GET /v1/operations/{operationId}</c></remarks>
    public virtual Task<Operation> GetOperationAsync(string operationId, CancellationToken cancellationToken = default) =>
        Only(Http.GetAsync($"/v1/operations/{operationId}", OperationsJson.Default.OperationAnswer, cancellationToken), answer => answer.Operation);

    /// <summary>Waits until an operation has succeeded.</summary>
    /// <param name="operationId">The operation's id.</param>
    /// <param name="options">How often the service is asked, by default every 1.5 s, and how long, by default 120 s.</param>
    /// <param name="cancellationToken">Ends the wait. The operation goes on: the service can't cancel it.</param>
    /// <returns>The operation, which has succeeded.</returns>
    /// <exception cref="ArgumentException">The id is empty, or a time of the options is out of its range.</exception>
    /// <exception cref="OperationFailedException">It failed; the message tells why.</exception>
    /// <exception cref="AgentComputerTimeoutException">It took longer than the time of the options.</exception>
    /// <exception cref="AgentComputerException">The service could not be asked.</exception>
    /// <remarks><c>GET /v1/operations/{operationId}</c></remarks>
    public virtual Task<Operation> WaitForOperationAsync(string operationId, WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        WaitBudget.CheckId(operationId);
        var budget = new WaitBudget(
            Http.Settings, options, OperationInterval, OperationTimeout, AgentComputerTimeoutBudget.Operation, $"operation {operationId}", "end");
        return budget.SpendAsync(token => OperationEndAsync(operationId, budget, token), cancellationToken);
    }

    private async Task<Operation> OperationEndAsync(string operationId, WaitBudget budget, CancellationToken cancellationToken)
    {
        while (true)
        {
            var operation = await GetOperationAsync(operationId, cancellationToken).ConfigureAwait(false);
            if (operation.HasEnded)
            {
                return operation.Status == OperationStatus.Succeeded ? operation : throw Failed(operationId, operation, Http.Settings.Redaction);
            }

            await budget.PauseAsync(operation.Status.ToString(), cancellationToken).ConfigureAwait(false);
        }
    }

    private static OperationFailedException Failed(string operationId, Operation operation, Redaction redaction)
    {
        var kind = operation.Kind is { Length: > 0 } named ? $" ({named}{(operation.ResourceId is { Length: > 0 } resource ? $" of {resource}" : "")})" : "";
        var why = operation.ErrorMessage is { Length: > 0 } message ? message : "the service did not say why";
        return new(redaction.Message($"The operation {operationId}{kind} failed: {why}."), operation);
    }
}
