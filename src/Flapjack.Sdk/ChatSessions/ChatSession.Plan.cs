using System.Text.Json;
using System.Text.Json.Nodes;

namespace Flapjack.Sdk;

// The agent's plan: the counterpart of usePlan.
public sealed partial class ChatSession
{
    /// <summary>What <see cref="ApprovePlanAsync"/> tells the agent.</summary>
    public const string PlanApproval = "Approved. Please proceed with the plan.";

    /// <inheritdoc cref="ChatSessionSnapshot.Plan"/>
    public Plan? Plan => Snapshot.Plan;

    /// <summary>
    /// Whether the plan is to be shown. It becomes true when the agent creates a plan, and you may set it, for example when the user closes the plan.
    /// </summary>
    public bool PlanOpen
    {
        get => Snapshot.PlanOpen;
        set => Change(state => state with { PlanOpen = value });
    }

    /// <summary>
    /// Whether the next messages ask for a plan: then they are sent with <c>{"enabled":true}</c> in <see cref="SendMessageOptions.PlanOverrides"/>,
    /// so that the agent has its plan tools also if its configuration does not give them. An agent needs the tools to report progress too, so leave
    /// it on until the plan is done.
    /// </summary>
    public bool PlanMode
    {
        get => Snapshot.PlanMode;
        set => Change(state => state with { PlanMode = value });
    }

    /// <summary>Reads the newest plan of the thread now. While the agent works, the session does so by itself.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The plan, which <see cref="Plan"/> shows from then on, unless a later read was faster; null if there is no plan, or no thread yet.</returns>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    /// <remarks><c>GET /api/plans</c>; and <c>GET /api/plans/{planId}</c> if the list has the plan without todos.</remarks>
    public Task<Plan?> FetchPlanAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return ThreadId is { } threadId ? _plans.ReadAsync(threadId, cancellationToken) : Task.FromResult<Plan?>(null);
    }

    /// <summary>Tells the agent that the plan is approved: a system message, whose answer is the agent's work on the plan.</summary>
    /// <param name="cancellationToken">As for <see cref="SendAsync"/>.</param>
    /// <returns>The answer, as for <see cref="SendAsync"/>.</returns>
    /// <exception cref="InvalidOperationException">There is no plan, or a turn runs already.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    /// <remarks><c>POST /api/threads/{threadId}/messages</c></remarks>
    public Task<ChatSessionMessage> ApprovePlanAsync(CancellationToken cancellationToken = default) => Plan is null
        ? throw new InvalidOperationException("There is no plan to approve. If the thread has one, call FetchPlanAsync first.")
        : BeginTurn(SystemMessage(ChatSystemIcon.Check, "Plan approved", PlanApproval), PlanApproval, null, cancellationToken);

    private static SendMessageOptions WithPlan(SendMessageOptions options)
    {
        if (options.PlanOverrides is { ValueKind: not JsonValueKind.Object })
        {
            // The message is refused for it, and says why.
            return options;
        }

        var overrides = options.PlanOverrides is { } given ? JsonObject.Create(given)! : [];
        overrides["enabled"] = true;
        return options with { PlanOverrides = JsonElement.Parse(overrides.ToJsonString()) };
    }

    private void PlanChanged(ChatToolResultEvent result)
    {
        if (result.ToolName == PlanTools.Create)
        {
            PlanOpen = true;
        }

        if (ThreadId is { } threadId)
        {
            _plans.ReadSoon(threadId);
        }
    }

    private void ShowPlan(Plan? plan) => Change(state => state with { Plan = plan });
}
