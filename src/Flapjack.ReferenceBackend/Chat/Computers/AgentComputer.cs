using Flapjack.ReferenceBackend.Agents;
using LocalComputers.Computers;
using LocalComputers.Computers.Templates;

namespace Flapjack.ReferenceBackend.Chat.Computers;

/// <summary>The computer of an agent. An agent without a computer gets one when it is first used.</summary>
internal sealed class AgentComputer(AgentService agents, ComputerConfigService configs, string agentId, Actor actor)
{
    // What a computer has that nobody asked a template for.
    private const string Template = "blank";

    /// <summary>Uses the computer, as soon as it is set up.</summary>
    /// <param name="useAsync">Uses it.</param>
    /// <param name="limit">Ends the wait until the computer is set up.</param>
    /// <param name="cancellationToken">The caller cancels.</param>
    /// <returns>Null if the agent is being deleted.</returns>
    /// <exception cref="TimeoutException">The limit has ended the wait.</exception>
    /// <exception cref="ComputerUnavailableException">The computer does nothing any more.</exception>
    public async Task<T?> UseAsync<T>(Func<Computer, Task<T>> useAsync, CancellationToken limit, CancellationToken cancellationToken)
        where T : class
    {
        while (await FindOrAddAsync().ConfigureAwait(false) is { } computer)
        {
            try
            {
                return await useAsync(computer).ConfigureAwait(false);
            }
            catch (ComputerUnavailableException e) when (e.Phase == ComputerPhase.Bootstrapping)
            {
                await SetUpAsync(computer, limit, cancellationToken).ConfigureAwait(false);
            }
        }

        return null;
    }

    private async Task<Computer?> FindOrAddAsync()
    {
        if (agents.ComputerOf(agentId) is { } computer)
        {
            return computer;
        }

        var size = configs.Get(agentId).SizeClass is { Value: { } word } && Sizes.Find(word) is { } configured ? configured : Sizes.Default;
        var setup = new ComputerSetup(TemplateCatalog.Find(Template)!, null, [], Sizes.MeasuresOf(size));
        return await agents.AddComputerAsync(agentId, setup, actor, db => ComputerConfigService.Keep(db, agentId)).ConfigureAwait(false);
    }

    private static async Task SetUpAsync(Computer computer, CancellationToken limit, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit, cancellationToken);
        // The computer has its new state before its log is complete.
        using var reader = computer.BootstrapLog!.OpenReader();
        var buffer = new byte[16 * 1024];
        try
        {
            while (await reader.ReadAsync(buffer, either.Token).ConfigureAwait(false) is > 0 and var count)
            {
                reader.Advance(count);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }
}
