using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Limits;
using LocalComputers.Computers;
using LocalComputers.Computers.Templates;
using LocalComputers.Journals;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Chat.Computers;

/// <summary>The computer of the agent that a turn is about. An agent without a computer gets one when a tool first uses it.</summary>
internal sealed class TurnComputer(AgentService agents, ComputerConfigService configs, TimeProvider clock, TurnScope turn)
{
    /// <summary>How long a tool waits until the computer is set up.</summary>
    public static readonly TimeSpan SetUpLimit = TimeSpan.FromMinutes(2);

    // What a computer has that nobody asked a template for.
    private const string Template = "blank";

    private const string Deleted = "The agent is being deleted, and its computer with it. Nothing more can be done on it.";

    /// <summary>Uses the computer. Whatever keeps the computer from being used is an outcome that tells the agent what it can do.</summary>
    public async Task<ToolOutcome> UseAsync(Func<Computer, Task<ToolOutcome>> useAsync, CancellationToken cancellationToken)
    {
        try
        {
            using var limit = new CancellationTokenSource(SetUpLimit, clock);
            while (await FindOrAddAsync().ConfigureAwait(false) is { } computer)
            {
                try
                {
                    return await useAsync(computer).ConfigureAwait(false);
                }
                catch (ComputerUnavailableException e) when (e.Phase == ComputerPhase.Bootstrapping)
                {
                    if (!await IsSetUpInTimeAsync(computer, limit.Token, cancellationToken).ConfigureAwait(false))
                    {
                        return ToolOutcome.Error(
                            $"The computer is not set up yet, and did not become ready within {SetUpLimit.TotalSeconds} s. Nothing was done on it; try again later.");
                    }
                }
            }

            return ToolOutcome.Error(Deleted);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && Explain(e) is { } why)
        {
            return ToolOutcome.Error(why);
        }
    }

    private async Task<Computer?> FindOrAddAsync()
    {
        if (agents.ComputerOf(turn.AgentId) is { } computer)
        {
            return computer;
        }

        var size = configs.Get(turn.AgentId).SizeClass is { Value: { } word } && Sizes.Find(word) is { } configured ? configured : Sizes.Default;
        var setup = new ComputerSetup(TemplateCatalog.Find(Template)!, null, [], size);
        return await agents.AddComputerAsync(turn.AgentId, setup, turn.Actor, db => ComputerConfigService.Keep(db, turn.AgentId)).ConfigureAwait(false);
    }

    private static async Task<bool> IsSetUpInTimeAsync(Computer computer, CancellationToken limit, CancellationToken cancellationToken)
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

            return true;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private string? Explain(Exception e) => e switch
    {
        ComputerUnavailableException unavailable => Explain(unavailable.Phase),
        LimitExceededException limit => $"Nothing was done on the computer: {limit.Message}",
        Refusal refusal => refusal.Message,
        StoreException full => full.ForCallers,
        JournalGapException => "The computer's record of this can't be read any more. Look at what has changed on the computer before you try again.",
        ObjectDisposedException or OperationCanceledException => "The backend is closing. Nothing more can be done on the computer until it runs again.",
        _ => null,
    };

    private string Explain(ComputerPhase phase) => agents.IsThere(turn.AgentId)
        ? $"The computer is in state '{phase}' and does nothing any more. Tell the user: POST /api/agents/from-template with the agent's externalAppId makes it anew; an agent without an externalAppId has to be replaced by another agent."
        : Deleted;
}
