using System.Collections.Concurrent;
using System.Text.Json;
using static Flapjack.Sdk.Tests.ChatSessions.SessionWire;

namespace Flapjack.Sdk.Tests.ChatSessions;

/// <summary>The plan that a session shows: the counterpart of <c>usePlan</c>.</summary>
public sealed class SessionPlanTests : SessionTest
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(250);

    [Theory]
    [InlineData("plan_create", true)]
    [InlineData("plan_update", false)]
    [InlineData("todo_add", false)]
    [InlineData("todo_update", false)]
    public async Task Each_tool_that_changes_a_plan_makes_the_session_read_it(string tool, bool opens)
    {
        var session = Session();
        var call = await Answering(session);

        await call.More(ToolResult(tool));
        await Clock.Pass(Delay);
        (await Wire.Next(ListPlans)).Json(PlanJson("Move house", "in_progress"));

        await Shows(session, state => state.Plan is not null);
        session.Plan!.Title.Should().Be("Move house");
        session.Plan.Todos.Should().ContainSingle().Which.Status.Should().Be(PlanTodoStatus.InProgress);
        session.PlanOpen.Should().Be(opens, "a plan that is created is shown at once");
    }

    [Fact]
    public async Task Other_tools_do_not()
    {
        var session = Session();
        var call = await Answering(session);

        await call.More(ToolResult("computer_run") + Done("ok"));
        await Shows(session, state => !state.IsStreaming);
        Clock.Advance(Delay);

        Wire.Lines.Should().Equal(PostMessage);
    }

    [Fact]
    public async Task Many_changes_share_one_read_and_a_change_during_a_read_is_read_too()
    {
        var session = Session();
        var call = await Answering(session);
        await call.More(ToolResult("plan_create") + ToolResult("todo_add") + ToolResult("todo_add"));
        await Clock.Armed(Delay);
        await Shows(session, state => state.PlanOpen);
        Clock.Advance(Delay);
        var first = await Wire.Next(ListPlans);

        await call.More(ToolResult("todo_update") + ToolResult("todo_update") + Token("x"));
        await Shows(session, state => state.Messages[1].Content == "x");
        Clock.Advance(Delay);
        Wire.Lines.Should().Equal(PostMessage, ListPlans);
        first.Json(PlanJson("Old", "pending"));
        await Clock.Pass(Delay);
        (await Wire.Next(ListPlans)).Json(PlanJson("New", "done"));

        await Shows(session, state => state.Plan?.Title == "New");
        Wire.Lines.Should().Equal(PostMessage, ListPlans, ListPlans);
    }

    [Fact]
    public async Task A_read_that_was_overtaken_does_not_bring_back_the_old_plan()
    {
        var session = Session();
        var call = await Answering(session);
        await call.More(ToolResult("plan_create"));
        await Clock.Pass(Delay);
        var slow = await Wire.Next(ListPlans);

        var fetch = session.FetchPlanAsync();
        (await Wire.Next(ListPlans)).Json(PlanJson("New", "done"));
        (await fetch.Soon())!.Title.Should().Be("New");
        slow.Json(PlanJson("Old", "pending"));
        // The next read begins only after the slow one has ended.
        await call.More(ToolResult("todo_update"));
        await Clock.Pass(Delay);
        await Wire.Next(ListPlans);

        session.Plan!.Title.Should().Be("New");
    }

    [Fact]
    public async Task The_newest_plan_is_shown_and_its_todos_are_read_where_the_list_leaves_them_out()
    {
        var session = Session();
        var fetch = session.FetchPlanAsync();
        (await Wire.Next(ListPlans)).Json("""
            [{"id":"p2","title":"Second","created_at":"2026-03-28T12:00:02Z"},{"id":"p1","title":"First","created_at":"2026-03-28T12:00:01Z"}]
            """);
        (await Wire.Next("GET /api/plans/p2")).Json("""{"id":"p2","title":"Second","todos":[{"id":"d1","content":"Pack"}]}""");

        (await fetch.Soon())!.Todos.Should().ContainSingle().Which.Content.Should().Be("Pack");
        session.Plan!.Id.Should().Be("p2");
        session.PlanOpen.Should().BeFalse("nobody has asked to see it");
    }

    [Fact]
    public async Task A_thread_without_a_plan_has_none_and_neither_has_a_session_without_a_thread()
    {
        var fetch = Session().FetchPlanAsync();
        (await Wire.Next(ListPlans)).Json("[]");

        (await fetch.Soon()).Should().BeNull();
        (await Session(new() { NotifyOn = new() }).FetchPlanAsync()).Should().BeNull();
        Wire.Lines.Should().Equal(ListPlans);
    }

    [Fact]
    public async Task A_plan_that_can_not_be_read_is_logged_and_read_again_after_the_next_change()
    {
        var log = new CapturedLog();
        var session = Session(Plain with { Logger = log });
        var call = await Answering(session);
        await call.More(ToolResult("plan_create"));
        await Clock.Pass(Delay);
        (await Wire.Next(ListPlans)).Json("""{"error":"FORBIDDEN"}""", 403);
        (await log.NextAsync()).Should().StartWith("Warning: The plan of a chat could not be read.");

        await call.More(ToolResult("todo_update"));
        await Clock.Pass(Delay);
        (await Wire.Next(ListPlans)).Json(PlanJson("Move house", "done"));

        await Shows(session, state => state.Plan is not null);
    }

    [Fact]
    public async Task Plan_mode_gives_the_agent_its_plan_tools_and_keeps_the_other_overrides()
    {
        var session = Session(Plain with { PlanOverrides = JsonElement.Parse("""{"maxTodos":5}""") });
        session.PlanMode = true;
        var (answer, call) = await Send(session);
        call.Body.Should().Be("""{"content":"Hello!","planOverrides":{"maxTodos":5,"enabled":true}}""");
        await call.Events(Meta + Done("Hi."));
        await answer.Soon();

        session.PlanMode = false;
        _ = session.SendAsync("And now?");

        (await Wire.Next(PostMessage)).Body.Should().Be("""{"content":"And now?","planOverrides":{"maxTodos":5}}""");
    }

    [Fact]
    public async Task Plan_mode_counts_as_it_was_when_the_message_was_sent()
    {
        var session = Session();
        session.PlanMode = true;

        _ = session.SendAsync("Hello!");
        session.PlanMode = false;

        (await Wire.Next(PostMessage)).Body.Should().Contain("planOverrides");
    }

    [Fact]
    public async Task Overrides_that_plan_mode_can_not_be_added_to_are_refused_and_the_session_goes_on()
    {
        var session = Session();
        session.PlanMode = true;

        var twice = session.Options with { PlanOverrides = JsonElement.Parse("""{"a":1,"a":2}""") };
        session.Invoking(open => { _ = open.SendAsync("Hello!", twice); }).Should().Throw<ArgumentException>();
        session.Messages.Should().BeEmpty();
        var number = session.SendAsync("Hello!", session.Options with { PlanOverrides = JsonElement.Parse("7") });
        await number.Invoking(task => task.Soon()).Should().ThrowAsync<ArgumentException>().WithMessage("PlanOverrides must be a JSON object.*");

        session.IsStreaming.Should().BeFalse();
        _ = session.SendAsync("And now?");
        (await Wire.Next(PostMessage)).Body.Should().Contain("And now?");
    }

    [Fact]
    public async Task To_approve_a_plan_tells_the_agent_so()
    {
        var session = Session();
        session.Invoking(open => { _ = open.ApprovePlanAsync(); }).Should().Throw<InvalidOperationException>().WithMessage("*FetchPlanAsync*");
        var fetch = session.FetchPlanAsync();
        (await Wire.Next(ListPlans)).Json(PlanJson("Move house", "pending"));
        await fetch.Soon();

        var answer = session.ApprovePlanAsync();
        var call = await Wire.Next(PostMessage);

        call.Body.Should().Be("""{"content":"Approved. Please proceed with the plan."}""");
        session.Messages[0].SystemMessage.Should().Be(new ChatSystemMessage("check", "Plan approved"));
        await call.Events(Meta + Done("On it."));
        (await answer.Soon()).IsComplete.Should().BeTrue();
    }

    [Fact]
    public async Task Whoever_wants_to_know_gets_the_results_that_change_a_plan()
    {
        var results = new ConcurrentQueue<string?>();
        var session = Session(Plain with { OnPlanActivity = result => results.Enqueue(result.ToolName) });
        var call = await Answering(session);

        await call.More(ToolResult("plan_create") + ToolResult("computer_run") + ToolResult("todo_update") + Done("ok"));
        await Shows(session, state => !state.IsStreaming);

        await Told(() => results.Count == 2);
        results.Should().Equal("plan_create", "todo_update");
    }

    private async Task<SessionCall> Answering(ChatSession session)
    {
        var (_, call) = await Send(session);
        await call.Events(Meta);
        return call;
    }

    private static string PlanJson(string title, string status) =>
        $$"""[{"id":"p1","title":"{{title}}","todos":[{"id":"d1","content":"Pack","status":"{{status}}"}]}]""";
}
