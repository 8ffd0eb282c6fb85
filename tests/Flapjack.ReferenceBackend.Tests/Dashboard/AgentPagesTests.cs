using System.Text.RegularExpressions;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Dashboard;

/// <summary>Agents, computers and commands, as the pages show them.</summary>
public sealed class AgentPagesTests
{
    private const string Hostile = "<img src=x onerror=alert(1)>\"'&";
    private const string HostileEncoded = "&lt;img src=x onerror=alert(1)&gt;&quot;&#x27;&amp;";

    [Fact]
    public async Task An_agent_is_listed_with_the_status_of_its_computer_and_its_name_is_text()
    {
        await using var browser = await DashboardBrowser.StartAsync();
        var agent = await browser.Server.CreateReadyAgentAsync($$"""{"template":"blank","name":{{TestBackend.Quoted(Hostile)}}}""");

        foreach (var path in new[] { "/", "/dashboard/agents" })
        {
            var page = await browser.PageAsync(path);
            page.Should().Contain(HostileEncoded).And.Contain($"/dashboard/agents/{agent}").And.Contain(">ready</span>").And.NotContain("<img src=x");
        }

        (await browser.PageAsync($"/dashboard/agents/{agent}")).Should().Contain(HostileEncoded).And.Contain("blank").And.NotContain("<img src=x");
        await browser.Backend.Computers.FailAsync(agent);
        (await browser.PageAsync("/dashboard/agents")).Should().Contain(">error</span>");
    }

    [Fact]
    public async Task A_list_is_shown_page_by_page_and_nothing_is_shown_twice()
    {
        await using var browser = await DashboardBrowser.StartAsync();
        foreach (var n in Enumerable.Range(1, 27))
        {
            (await browser.Server.PostAsync("/api/agents", $$"""{"name":"agent-{{n:00}}."}""")).Status.Should().Be(201);
        }

        var first = await browser.PageAsync("/dashboard/agents");
        var older = Regex.Match(first, "href=\"([^\"]*before=[0-9]+)\"").Groups[1].Value;
        (await browser.Server.PostAsync("/api/agents", """{"name":"newcomer"}""")).Status.Should().Be(201);
        var second = await browser.PageAsync(older);

        first.Should().Contain("agent-27.").And.Contain("agent-03.").And.NotContain("agent-02.");
        second.Should().Contain("agent-02.").And.Contain("agent-01.").And.NotContain("agent-03.").And.NotContain("newcomer").And.NotContain("rel=\"next\"");
        (await browser.PageAsync("/dashboard/agents?before=no-number")).Should().Contain("newcomer");
    }

    [Fact]
    public async Task A_command_is_shown_with_its_text_its_outcome_and_its_output()
    {
        await using var browser = await DashboardBrowser.StartAsync();
        var agent = await browser.Server.CreateReadyAgentAsync();
        const string Command = "echo '<b>out</b>'; echo err >&2; exit 3";

        var exec = await browser.RunAsync(agent, Command);

        var page = await browser.PageAsync($"/dashboard/agents/{agent}/commands/{exec}");
        page.Should().Contain("echo &#x27;&lt;b&gt;out&lt;/b&gt;&#x27;; echo err &gt;&amp;2; exit 3").And.Contain(">exit 3</span>").And.NotContain("<b>out");
        (await browser.PageAsync($"/dashboard/agents/{agent}")).Should().Contain(">exit 3</span>").And.Contain($"/commands/{exec}");
        (await TextOfAsync(browser, agent, exec, "stdout")).Should().Be("<b>out</b>\n");
        (await TextOfAsync(browser, agent, exec, "stderr")).Should().Be("err\n");
        var saved = await browser.GetAsync($"/dashboard/agents/{agent}/commands/{exec}/output");
        saved.ContentType.Should().Be("text/plain; charset=utf-8");
        saved.Body.Should().Contain("<b>out</b>\n").And.Contain("err\n");
    }

    [Fact]
    public async Task Colours_of_a_terminal_become_classes_and_other_escapes_are_left_out()
    {
        await using var browser = await DashboardBrowser.StartAsync();
        var agent = await browser.Server.CreateReadyAgentAsync();

        var exec = await browser.RunAsync(agent, @"printf 'a\033[1;31mred\033[0m\033[2K\033]0;title\007\033[?25lb'");

        var pieces = (await browser.ReadLiveAsync($"/dashboard/agents/{agent}/commands/{exec}/live")).Where(frame => frame.Event == "output")
            .SelectMany(frame => frame.Data.GetProperty("pieces").EnumerateArray()).Select(piece => (piece[0].GetString(), piece[1].GetString()));
        pieces.Should().Equal(("", "a"), ("c1 bold", "red"), ("", "b"));
    }

    [Fact]
    public async Task The_output_of_a_command_that_runs_is_shown_while_it_comes_and_the_page_says_that_it_runs()
    {
        await using var browser = await DashboardBrowser.StartAsync();
        var agent = await browser.Server.CreateReadyAgentAsync();
        using var running = await browser.Server.ExecAsync(agent, "echo first; sleep 600", ",\"timeoutSec\":600");
        var exec = (await running.ReadUntilAsync(frame => frame.Event == "exec_started")).Data.GetProperty("execId").GetString()!;
        var path = $"/dashboard/agents/{agent}/commands/{exec}";

        using var live = await browser.OpenLiveAsync($"{path}/live");
        await live.ReadUntilAsync(frame => frame.Text.Contains("first", StringComparison.Ordinal));
        (await browser.PageAsync(path)).Should().Contain(">running</span>").And.Contain("data-refresh=\"2\"");
        (await browser.PageAsync("/")).Should().Contain($"/commands/{exec}");
        (await browser.GetAsync($"{path}/output")).Body.Should().Be("first\n", "a file that is saved does not wait for what is not written yet");

        (await browser.Server.DeleteAsync($"/api/agents/{agent}/computer/exec/{exec}")).Status.Should().Be(200);

        await live.ReadUntilAsync(frame => frame.Event == "end");
        (await browser.PageAsync(path)).Should().Contain("SIGTERM").And.Contain("data-refresh=\"10\"");
    }

    [Fact]
    public async Task A_command_does_not_live_on_because_a_page_watches_it()
    {
        await using var browser = await DashboardBrowser.StartAsync();
        var agent = await browser.Server.CreateReadyAgentAsync();
        var running = await browser.Server.ExecAsync(agent, "echo begun; sleep 600", ",\"timeoutSec\":900");
        var exec = (await running.ReadUntilAsync(frame => frame.Event == "exec_started")).Data.GetProperty("execId").GetString()!;
        using var live = await browser.OpenLiveAsync($"/dashboard/agents/{agent}/commands/{exec}/live");
        await live.ReadUntilAsync(frame => frame.Text.Contains("begun", StringComparison.Ordinal));

        running.Dispose();

        await live.ReadUntilAsync(frame => frame.Event == "end");
        (await browser.PageAsync($"/dashboard/agents/{agent}/commands/{exec}")).Should().Contain("SIGTERM");
    }

    [Fact]
    public async Task Of_a_huge_output_the_end_is_shown_and_all_of_it_can_be_saved()
    {
        await using var browser = await DashboardBrowser.StartAsync();
        var agent = await browser.Server.CreateReadyAgentAsync();
        const int Lines = 200_000;

        var exec = await browser.RunAsync(agent, $"seq 1 {Lines}");

        var frames = await browser.ReadLiveAsync($"/dashboard/agents/{agent}/commands/{exec}/live");
        var shown = TextOf(frames, "stdout");
        frames[0].Event.Should().Be("begin");
        frames[0].Data.GetProperty("skipped").GetInt64().Should().BePositive();
        shown.Length.Should().BeLessThan(400_000);
        shown.Should().EndWith($"\n{Lines}\n");
        (await browser.GetAsync($"/dashboard/agents/{agent}/commands/{exec}/output")).Body
            .Should().Be(string.Concat(Enumerable.Range(1, Lines).Select(n => $"{n}\n")));
    }

    [Fact]
    public async Task No_page_shows_the_value_of_a_variable_or_a_key()
    {
        const string Secret = "correct-horse-battery";
        await using var browser = await DashboardBrowser.StartAsync();
        var agent = await browser.Server.CreateReadyAgentAsync($$"""{"template":"blank","envVars":[{"key":"PASSWORD","value":"{{Secret}}"}]}""");
        var backend = browser.Backend;

        var exec = await browser.RunAsync(
            agent, $"echo $PASSWORD; echo {Secret}; printf correct-; sleep 0.05; echo horse-battery; echo {backend.ApiKey} {backend.WebhookSecret}; echo 'Authorization: Bearer abc.def-ghi'");

        var path = $"/dashboard/agents/{agent}";
        var output = (await browser.GetAsync($"{path}/commands/{exec}/output")).Body;
        output.Should().Be("[hidden]\n[hidden]\n[hidden]\nfj_live_[hidden] whsec_[hidden]\nAuthorization: [hidden]\n");
        (await TextOfAsync(browser, agent, exec, "stdout")).Should().Be(output);
        var shown = string.Concat(
            await browser.PageAsync(path),
            await browser.PageAsync($"{path}/commands/{exec}"),
            TextOf(await browser.ReadLiveAsync($"{path}/bootstrap/live"), "log"));
        shown.Should().Contain("PASSWORD").And.Contain("[hidden]");
        shown.Should().NotContainAny(Secret, backend.ApiKey, backend.WebhookSecret, "abc.def-ghi");
    }

    [Fact]
    public async Task The_log_of_a_bootstrap_is_shown()
    {
        await using var browser = await DashboardBrowser.StartAsync();
        var agent = await browser.Server.CreateReadyAgentAsync();

        (await browser.PageAsync($"/dashboard/agents/{agent}/bootstrap")).Should().Contain(">succeeded</span>").And.Contain($"/dashboard/agents/{agent}/bootstrap/live");
        var frames = await browser.ReadLiveAsync($"/dashboard/agents/{agent}/bootstrap/live");
        frames[^1].Event.Should().Be("end");
        TextOf(frames, "log").Should().NotBeEmpty().And.Be((await browser.GetAsync($"/dashboard/agents/{agent}/bootstrap/output")).Body);
    }

    [Theory]
    [InlineData("/dashboard/agents/nobody")]
    [InlineData("/dashboard/agents/%3Cscript%3E")]
    [InlineData("/dashboard/agents/nobody/bootstrap")]
    [InlineData("/dashboard/agents/nobody/bootstrap/live")]
    [InlineData("/dashboard/agents/nobody/commands/e1")]
    [InlineData("/dashboard/agents/nobody/commands/e1/live")]
    [InlineData("/dashboard/webhooks/msg_1")]
    [InlineData("/dashboard/chats/c1")]
    [InlineData("/dashboard/traces/t1")]
    [InlineData("/dashboard/runs/r1")]
    [InlineData("/dashboard/no-such-page")]
    public async Task What_is_not_there_is_a_page_that_says_so(string path)
    {
        await using var browser = await DashboardBrowser.StartAsync();

        var answer = await browser.GetAsync(path);

        answer.Status.Should().Be(404);
        answer.ContentType.Should().Be("text/html; charset=utf-8");
        answer.Body.Should().Contain("There is nothing here").And.Contain("href=\"/\"").And.NotContain("<script>");
    }

    private static async Task<string> TextOfAsync(DashboardBrowser browser, string agent, string exec, string output) =>
        TextOf(await browser.ReadLiveAsync($"/dashboard/agents/{agent}/commands/{exec}/live"), output);

    private static string TextOf(IEnumerable<SseFrame> frames, string output) => string.Concat(
        frames.Where(frame => frame.Event == "output" && frame.Data.GetProperty("output").GetString() == output)
            .SelectMany(frame => frame.Data.GetProperty("pieces").EnumerateArray().Select(piece => piece[1].GetString())));
}
