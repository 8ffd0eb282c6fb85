using LocalComputers.Computers;

namespace Flapjack.ReferenceBackend;

/// <summary>What only a provider can do to a computer, so that you can test what your code does then.</summary>
public sealed class FlapjackBackendComputers
{
    private readonly ComputerRegistry _computers;

    internal FlapjackBackendComputers(ComputerRegistry computers) => _computers = computers;

    /// <summary>Stops a computer that is ready or idle: its processes and commands end, its files stay, its status is <c>stopped</c>. The next command wakes it.</summary>
    /// <param name="agentId">Whose computer.</param>
    /// <returns>When all its processes have ended.</returns>
    /// <exception cref="ArgumentException">There is no such agent, or it has no computer.</exception>
    /// <exception cref="InvalidOperationException">The computer is in a state that can't be stopped; the message names it.</exception>
    /// <exception cref="IOException">The data directory can't be written, for example because its disk is full; the computer is as it was.</exception>
    public Task StopAsync(string agentId) => Find(agentId).StopAsync();

    /// <summary>
    /// Destroys a computer with all its files. Its status is then <c>destroyed</c>, commands are refused with 410, and the webhook
    /// <c>computer.destroyed</c> is sent. The agent stays; from-template with the same external app id makes its computer anew.
    /// </summary>
    /// <param name="agentId">Whose computer.</param>
    /// <returns>When all its processes have ended and its files are gone.</returns>
    /// <exception cref="ArgumentException">There is no such agent, or it has no computer.</exception>
    /// <exception cref="InvalidOperationException">The computer is destroyed already.</exception>
    /// <exception cref="IOException">The data directory can't be written, for example because its disk is full; the computer is as it was.</exception>
    public Task DestroyAsync(string agentId) => Find(agentId).DestroyAsync();

    /// <summary>
    /// Breaks a computer: its processes end, its status is <c>error</c>, and commands are refused with 410. If it is bootstrapping, the bootstrap fails
    /// and the webhook <c>bootstrap.failed</c> is sent. From-template with the same external app id makes the computer anew.
    /// </summary>
    /// <param name="agentId">Whose computer.</param>
    /// <returns>When all its processes have ended.</returns>
    /// <exception cref="ArgumentException">There is no such agent, or it has no computer.</exception>
    /// <exception cref="InvalidOperationException">The computer is in a state that can't fail; the message names it.</exception>
    /// <exception cref="IOException">The data directory can't be written, for example because its disk is full; the computer is as it was.</exception>
    public Task FailAsync(string agentId) => Find(agentId).FailAsync();

    /// <summary>
    /// Makes the next creation of a computer fail, as if the provider had no machine. Its bootstrap fails before any command runs, the
    /// webhook <c>bootstrap.failed</c> carries <c>"sandboxId": null</c> and <c>"exitCode": null</c>, and the status shows no id. From-template
    /// with the same external app id creates the computer then.
    /// </summary>
    /// <remarks>It affects the next from-template that creates a computer, for any agent. Each further call makes one more creation fail.</remarks>
    public void FailNextCreation() => _computers.FailNextCreation();

    /// <summary>The processes that a computer's finished commands have left running, for example dev servers. They live on until the computer stops.</summary>
    /// <param name="agentId">Whose computer.</param>
    /// <returns>The processes that run now; empty if there are none.</returns>
    /// <exception cref="ArgumentException">There is no such agent, or it has no computer.</exception>
    public IReadOnlyList<BackgroundProcess> GetBackgroundProcesses(string agentId) =>
        [.. Find(agentId).Processes.Background().Select(left => new BackgroundProcess(left.Id, left.CommandLine, left.StartedAt, left.ExecId))];

    private Computer Find(string agentId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(agentId);
        return _computers.Find(agentId) ?? throw new ArgumentException($"There is no agent '{agentId}' with a computer.", nameof(agentId));
    }
}
