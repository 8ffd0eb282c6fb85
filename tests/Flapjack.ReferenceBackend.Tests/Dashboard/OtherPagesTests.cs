using System.Text.RegularExpressions;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;
using Flapjack.ReferenceBackend.Tests.Runs;

namespace Flapjack.ReferenceBackend.Tests.Dashboard;

/// <summary>Chats, traces, runs, the audit log and faults, as the pages show them.</summary>
public sealed class OtherPagesTests
{
    private const string Hostile = "<script>alert(1)</script>";
    private const string HostileEncoded = "&lt;script&gt;alert(1)&lt;/script&gt;";

    [Fact]
    public async Task A_chat_is_shown_with_what_was_said_and_its_trace_as_a_tree_of_spans()
    {
        using var model = new ScriptedChatModel();
        model.When("hello").WithUsage(new() { InputTokens = 12, OutputTokens = 7 }).Say($"Hi {Hostile} fj_live_0123456789abcdef");
        await using var browser = await DashboardBrowser.StartAsync(options => options.ChatModel = model);
        var agent = (await browser.Server.PostAsync("/api/agents", """{"name":"Cook"}""")).Text("id");
        var thread = (await browser.Server.PostAsync("/api/threads", $$"""{"agentId":"{{agent}}","title":{{TestBackend.Quoted(Hostile)}}}""")).Text("id");
        (await browser.Server.PostAsync($"/api/threads/{thread}/messages", """{"content":"hello"}""")).Status.Should().Be(200);

        var list = await browser.PageAsync("/dashboard/chats");
        var page = await browser.PageAsync($"/dashboard/chats/{thread}");
        var traces = await browser.PageAsync($"/dashboard/traces?thread={thread}");
        var trace = await browser.PageAsync(Regex.Match(traces, "href=\"(/dashboard/traces/[0-9a-f-]{36})\"").Groups[1].Value);

        list.Should().Contain(HostileEncoded).And.Contain($"/dashboard/chats/{thread}");
        page.Should().Contain("hello").And.Contain($"Hi {HostileEncoded} fj_live_[hidden]");
        trace.Should().Contain(">llm</span>").And.Contain("12 tokens in, 7 out").And.Contain("<svg class=\"bar\"");
        // The call of the model is below the turn of the agent.
        trace.Should().MatchRegex("(?s)<ul class=\"spans\">.*>agent</span>.*<ul class=\"spans\">.*>llm</span>");
        (list + page + traces + trace).Should().NotContain("<script>").And.NotContain("0123456789abcdef");
        (await browser.PageAsync($"/dashboard/traces?agent={agent}")).Should().Contain("/dashboard/traces/");
        (await browser.PageAsync("/dashboard/traces?agent=nobody")).Should().Contain("No traces yet");
        (await browser.PageAsync($"/dashboard/chats?agent={agent}")).Should().Contain($"/dashboard/chats/{thread}");
    }

    [Fact]
    public async Task A_run_is_shown_with_its_steps()
    {
        await using var browser = await DashboardBrowser.StartAsync();
        var agent = (await browser.Server.PostAsync("/api/agents", """{"name":"Cook"}""")).Text("id");
        var room = await RunRoom.CreateAsync(browser.Server, $$"""{"kind":"agent","name":"Echo <b>","agentId":"{{agent}}"}""");
        var run = (await room.RunAsync("""{"input":{"topic":"tea","apiKey":"quite-secret"}}""")).Text("id");

        var page = await browser.PageAsync($"/dashboard/runs/{run}");

        (await browser.PageAsync("/dashboard/runs")).Should().Contain($"/dashboard/runs/{run}").And.Contain(">completed</span>");
        page.Should().Contain("Echo &lt;b&gt;").And.Contain("tea").And.Contain("/dashboard/traces/").And.NotContain("<b>").And.NotContain("quite-secret");
        (await browser.PageAsync($"/dashboard/traces?run={run}")).Should().Contain("/dashboard/traces/");
    }

    [Fact]
    public async Task The_audit_log_is_shown_with_the_result_of_its_check()
    {
        await using var browser = await DashboardBrowser.StartAsync();
        var agent = await browser.Server.CreateReadyAgentAsync();
        var exec = await browser.RunAsync(agent, "exit 3");
        await Eventually.HoldsAsync(async () => (await browser.Backend.ReadAuditLogAsync(agent)).Any(row => row.ExecId == exec), "the command is in the audit log");

        var page = await browser.PageAsync("/dashboard/audit");
        page.Should().Contain(">intact</span>").And.Contain("All is as it was written").And.Contain($"/commands/{exec}").And.NotContain(browser.Backend.ApiKey);
        browser.Backend.Store().Write(db => db.Execute("UPDATE sandbox_audit_log SET exit_code = 0 WHERE exec_id = $id", ("$id", exec)));
        (await browser.PressAsync("/dashboard/audit/check")).Status.Should().Be(303);

        (await browser.PageAsync("/dashboard/audit")).Should().Contain(">broken</span>").And.Contain("was changed, moved or added");
        (await browser.PageAsync($"/dashboard/audit?agent={agent}")).Should().Contain($"/commands/{exec}");
        (await browser.PageAsync("/dashboard/audit?agent=nobody")).Should().NotContain($"/commands/{exec}");
    }

    [Fact]
    public async Task Faults_are_shown_and_spare_the_pages()
    {
        var plan = new FaultPlan().Add(Fault.InternalServerError(), FaultTarget.Any, times: 2).Add(Fault.CutAfter(10), FaultTarget.Where((_, _) => false));
        await using var browser = await DashboardBrowser.StartAsync(options => options.Faults = plan);

        var armed = await browser.PageAsync("/dashboard/faults");
        (await browser.Server.GetAsync("/api/agents")).Status.Should().Be(500);
        var fired = await browser.PageAsync("/dashboard/faults");

        armed.Should().Contain("InternalServerError()").And.Contain("every request").And.Contain("<div>2</div>").And.Contain("CutAfter(10)").And.Contain("each time").And.Contain("No fault has happened");
        fired.Should().Contain("<div>1</div>").And.Contain("GET /api/agents");
        (await browser.PageAsync("/")).Should().Contain("Faults are armed: 2.");
    }

    [Fact]
    public async Task A_backend_in_which_nothing_has_happened_says_so_on_each_page()
    {
        await using var browser = await DashboardBrowser.StartAsync();

        foreach (var (path, said) in new[]
        {
            ("/", "No command runs."), ("/dashboard/agents", "No agents yet."), ("/dashboard/webhooks", "No webhooks yet."), ("/dashboard/chats", "No chats yet."),
            ("/dashboard/traces", "No traces yet."), ("/dashboard/runs", "No runs yet."), ("/dashboard/audit", "Nothing has happened yet"), ("/dashboard/faults", "The backend has no FaultPlan."),
        })
        {
            (await browser.PageAsync(path)).Should().Contain(said, path).And.Contain($"<a href=\"{path}\" aria-current=\"page\"", path);
        }
    }
}
