namespace AgentComputer.ReferenceBackend.Tests.Api;

/// <summary>Holds the operations of one kind before or after their work, until the test lets them go on.</summary>
internal sealed class OperationGate(string held)
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when an operation waits.</summary>
    public Task Reached => _reached.Task.WaitAsync(Limit.Time);

    public void Open() => _open.SetResult();

    public void Hold(AgentComputerBackendOptions options) => options.OperationGate = passed =>
    {
        if (passed != held)
        {
            return Task.CompletedTask;
        }

        _reached.TrySetResult();
        return _open.Task;
    };
}
