using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Limits;
using LocalComputers.Computers;
using LocalComputers.Journals;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Chat.Computers;

/// <summary>The computer of the agent that a turn is about. An agent without a computer gets one when a tool first uses it.</summary>
internal sealed class TurnComputer(AgentService agents, ComputerConfigService configs, TimeProvider clock, TurnScope turn)
{
    /// <summary>How long a tool waits until the computer is set up.</summary>
    public static readonly TimeSpan SetUpLimit = TimeSpan.FromMinutes(2);

    private const string Deleted = "The agent is being deleted, and its computer with it. Nothing more can be done on it.";

    /// <summary>Uses the computer. Whatever keeps the computer from being used is an outcome that tells the agent what it can do.</summary>
    public async Task<ToolOutcome> UseAsync(Func<Computer, Task<ToolOutcome>> useAsync, CancellationToken cancellationToken)
    {
        try
        {
            using var limit = new CancellationTokenSource(SetUpLimit, clock);
            var computer = new AgentComputer(agents, configs, turn.AgentId, turn.Actor);
            return await computer.UseAsync(useAsync, limit.Token, cancellationToken).ConfigureAwait(false) ?? ToolOutcome.Error(Deleted);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && Explain(e) is { } why)
        {
            return ToolOutcome.Error(why);
        }
    }

    private string? Explain(Exception e) => e switch
    {
        TimeoutException => $"The computer is not set up yet, and did not become ready within {SetUpLimit.TotalSeconds} s. Nothing was done on it; try again later.",
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
