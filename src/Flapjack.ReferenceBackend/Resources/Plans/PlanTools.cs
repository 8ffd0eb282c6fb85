using Flapjack.ReferenceBackend.Agents.Config;
using Flapjack.ReferenceBackend.Chat.Tools;
using Shared.Hosting.Bodies;
using Shared.Hosting.Json;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Plans;

/// <summary>
/// The tools by which an agent plans its work and shows how far it is. They see the plans of the turn's own thread only. Each of them answers with the
/// whole plan, as <c>GET /api/plans/{planId}</c> shows it, so that an app can show the plan without another request.
/// </summary>
internal sealed class PlanTools(PlanService plans, AgentConfigStore configs) : IToolSource
{
    public Task<ToolOffer> OfferAsync(TurnScope turn, CancellationToken cancellationToken) =>
        Task.FromResult(IsEnabled(turn) ? new ToolOffer([Create(turn), Update(turn), AddTodo(turn), UpdateTodo(turn)]) : ToolOffer.None);

    // The fields of the plan's configuration are not documented. That enabled means the same there as in a message is ours.
    private bool IsEnabled(TurnScope turn) =>
        ChatOverrides.IsEnabled(turn.Overrides.Plan, ChatOverrides.IsEnabled(configs.Get(turn.AgentId, "plan"), configured: false));

    private AgentTool Create(TurnScope turn) => StoreTool.Of(
        "plan_create",
        "Creates a plan with a list of todos for this conversation, and shows it to the person. Create a plan before you begin work that takes several steps; "
        + "if the person must approve the plan, wait for that. The answer holds the ids of the todos.",
        PlanToolSchemas.Create,
        arguments => Answer(plans.Create(turn.OrgId, PlanBody.Of(turn.ThreadId, arguments))));

    private AgentTool Update(TurnScope turn) => StoreTool.Of(
        "plan_update",
        "Changes the title of a plan of this conversation. Use todo_add and todo_update to change what is in the plan.",
        PlanToolSchemas.Update,
        arguments =>
        {
            var (planId, title) = (PlanId(arguments), PlanBody.Title(arguments));
            return Answer(plans.Rename(turn.OrgId, plans.FindOfThread(turn.OrgId, turn.ThreadId, planId).Id, title));
        });

    private AgentTool AddTodo(TurnScope turn) => StoreTool.Of(
        "todo_add",
        "Adds a todo to the end of a plan of this conversation.",
        PlanToolSchemas.AddTodo,
        arguments =>
        {
            var (planId, todo) = (PlanId(arguments), PlanBody.Todo(arguments));
            return Answer(turn, plans.AddTodo(turn.OrgId, plans.FindOfThread(turn.OrgId, turn.ThreadId, planId).Id, todo));
        });

    private AgentTool UpdateTodo(TurnScope turn) => StoreTool.Of(
        "todo_update",
        "Changes the status or the text of a todo. Set a todo to in_progress when you begin it, to done as soon as it is finished, and to skipped if it is not needed any more.",
        PlanToolSchemas.UpdateTodo,
        arguments =>
        {
            var (todoId, change) = (arguments.RequiredUuid("todoId", "INVALID_TODO_ID"), PlanBody.ChangeOfGiven(arguments));
            if (change is { Content: null, Status: null })
            {
                throw Refusal.Invalid("INVALID_STATUS", "todo_update changes nothing without status or content: give at least one of them.");
            }

            var todo = plans.FindTodoOfThread(turn.OrgId, turn.ThreadId, todoId);
            return Answer(turn, plans.ChangeTodo(turn.OrgId, todo.PlanId, todo.Id, change));
        });

    private static string? PlanId(BodyReader arguments) => arguments.Uuid("planId", "INVALID_PLAN_ID");

    private ToolOutcome Answer(TurnScope turn, TodoRow todo) => Answer(plans.Find(turn.OrgId, todo.PlanId));

    private static ToolOutcome Answer(PlanRow plan) => ToolOutcome.Of(HttpContextJson.ToJson(plan));
}
