using System.Globalization;
using AgentComputer.Sdk;
using Flapjack.Sdk;

namespace Flapjack.Cli.Tests.Serving;

public sealed class ServeTests
{
    [Fact]
    public async Task A_restart_on_the_same_directory_keeps_the_agents_the_files_and_the_keys()
    {
        using var folder = new TempFolder();
        string agent, key, computerKey, secret;
        using (var first = await RunningServer.StartAsync(folder["data"]))
        {
            (key, computerKey, secret) = (first.Text("apiKey")!, first.Text("computerApiKey")!, first.Text("webhookSecret")!);
            using var client = first.CreateClient();
            agent = (await client.CreateAgentFromTemplateAsync(new() { Name = "kept", Template = ComputerTemplate.Blank })).Agent.Id;
            await client.WaitUntilComputerReadyAsync(agent);
            await client.RunComputerAsync(agent, new() { Command = "echo kept > ~/file" });

            (await first.StopAsync()).Should().Be(new ProgramResult(0, "", ""));
        }

        using var second = await RunningServer.StartAsync(folder["data"]);

        (second.Text("apiKey"), second.Text("computerApiKey"), second.Text("webhookSecret")).Should().Be((key, computerKey, secret));
        using var again = second.CreateClient(key);
        (await again.RunComputerAsync(agent, new() { Command = "cat ~/file" })).Stdout.Should().Be("kept\n");
        (await HostProgram.RunAsync(new("stat", ["-c", "%a", folder["data/api-key"]]))).Output.Should().Be("600\n");
        (await second.StopAsync("INT")).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task A_key_of_the_environment_is_the_key_and_is_not_shown()
    {
        const string Key = "my-own-key-0123456789-of-this-team";
        using var server = await RunningServer.StartAsync(null, Key);

        server.Ready.ToJsonString().Should().NotContain(Key);
        using var client = server.CreateClient(Key);
        (await client.ListAgentsAsync()).Should().BeEmpty();
        (await server.StopAsync()).Error.Should().NotContain(Key);
    }

    [Fact]
    public async Task Both_doors_and_the_health_are_served_on_the_one_port()
    {
        using var server = await RunningServer.StartAsync(null);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });

        (await http.GetStringAsync(server.Text("healthUrl"))).Should().Be("""{"ok":true}""");
        using var computers = new AgentComputerClient(new AgentComputerClientOptions { BaseAddress = new(server.Text("computerApiUrl")!), ApiKey = server.Text("computerApiKey") });
        (await computers.GetHealthAsync()).Should().NotBeNull();
        (await computers.ListComputersAsync()).Should().BeEmpty();
        using var agents = server.CreateClient();
        (await agents.ListAgentsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task The_link_to_what_happens_inside_opens_once()
    {
        using var server = await RunningServer.StartAsync(null);
        using var browser = new HttpClient(new SocketsHttpHandler { UseProxy = false });

        (await browser.GetAsync(server.Address)).StatusCode.Should().Be(System.Net.HttpStatusCode.Unauthorized);
        (await browser.GetAsync(server.Text("dashboardUrl"))).EnsureSuccessStatusCode();

        (await browser.GetStringAsync(server.Address)).Should().Contain("<h1");
        using var other = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        (await other.GetAsync(server.Text("dashboardUrl"))).StatusCode.Should().Be(System.Net.HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_signal_ends_the_processes_of_the_computers_too()
    {
        using var folder = new TempFolder();
        using var server = await RunningServer.StartAsync(null);
        using var client = server.CreateClient();
        var agent = (await client.CreateAgentFromTemplateAsync(new() { Name = "a", Template = ComputerTemplate.Blank })).Agent.Id;
        await client.WaitUntilComputerReadyAsync(agent);
        await client.RunComputerAsync(agent, new() { Command = $"setsid sleep 100000 > /dev/null 2>&1 & echo $! > {folder["id"]}" });
        var process = (await File.ReadAllTextAsync(folder["id"])).Trim();
        Directory.Exists($"/proc/{process}").Should().BeTrue();

        (await server.StopAsync()).ExitCode.Should().Be(0);

        HostProcesses.IsAlive(int.Parse(process, CultureInfo.InvariantCulture)).Should().BeFalse();
    }

    [Fact]
    public async Task A_port_or_a_directory_that_is_in_use_is_one_clear_line()
    {
        using var folder = new TempFolder();
        using var server = await RunningServer.StartAsync(folder["data"]);

        var port = await HostProgram.RunAsync(ToolProcess.Start("serve", "--port", $"{server.Port}"));
        var directory = await HostProgram.RunAsync(ToolProcess.Start("serve", "--port", "0", "--data", folder["data"]));

        (port.ExitCode, port.Output).Should().Be((1, ""));
        port.Error.Should().Contain($"{server.Port}").And.MatchRegex("^flapjack: [^\n]+\n$");
        (directory.ExitCode, directory.Output).Should().Be((1, ""));
        directory.Error.Should().Contain("in use").And.MatchRegex("^flapjack: [^\n]+\n$");
    }

    [Theory]
    [InlineData("--port", "65536")]
    [InlineData("--port", "x")]
    [InlineData("--key", "secret")]
    public async Task Options_that_make_no_sense_start_nothing(params string[] options)
    {
        using var tool = new ToolRun();

        (await tool.RunAsync(["serve", .. options])).Should().Be(2);
    }

    [Fact]
    public async Task A_key_that_is_too_short_is_refused_without_being_shown()
    {
        using var tool = new ToolRun().With("FLAPJACK_API_KEY", "short-secret");

        (await tool.RunAsync("serve", "--port", "0")).Should().Be(2);

        tool.Error.Should().Contain("ApiKey").And.NotContain("short-secret");
    }

    [Fact]
    public async Task What_serve_prints_can_be_pasted_and_then_the_other_commands_work()
    {
        using var folder = new TempFolder();
        var script = $$"""
            {{ToolProcess.Function}}
            {{ToolProcess.Command}} serve --port 0 > '{{folder["export"]}}' &
            server=$!
            until grep -q WEBHOOK '{{folder["export"]}}'; do sleep 0.1; kill -0 $server || exit 99; done
            source '{{folder["export"]}}'
            agent=$(flapjack create demo) || exit 98
            flapjack exec $agent -- 'echo out; echo err >&2; exit 5'
            echo "code $?"
            kill $server; wait $server; echo "serve $?"
            """;
        var (exitCode, output, error) = await HostProgram.RunAsync(ToolProcess.Clean(new("/bin/bash", ["-c", script])));

        (exitCode, output).Should().Be((0, "out\ncode 5\nserve 0\n"), error);
        error.Should().Contain("err\n");
    }

    [Fact]
    public async Task The_audit_log_of_a_running_server_is_checked_and_a_head_that_it_never_had_is_found()
    {
        using var folder = new TempFolder();
        using var server = await RunningServer.StartAsync(folder["data"]);
        using var client = server.CreateClient();
        var agent = (await client.CreateAgentFromTemplateAsync(new() { Name = "a", Template = ComputerTemplate.Blank })).Agent.Id;
        await client.WaitUntilComputerReadyAsync(agent);
        using var intact = new ToolRun();
        (await intact.RunAsync("audit", "verify", "--data", folder["data"])).Should().Be(0, intact.Error);
        intact.Output.Should().StartWith("intact: ");
        var head = intact.Output.Split('\n')[1]["head: ".Length..];

        using var same = new ToolRun();
        (await same.RunAsync("audit", "verify", "--data", folder["data"], "--head", head)).Should().Be(0, same.Output);
        using var other = new ToolRun();
        (await other.RunAsync("audit", "verify", "--data", folder["data"], "--head", $"{head.Split(':')[0]}:{new string('0', 64)}", "--json")).Should().Be(1);
        other.Output.Should().Contain("HeadMismatch");
        using var nothing = new ToolRun();
        (await nothing.RunAsync("audit", "verify", "--data", folder["nothing"])).Should().Be(1);
        Directory.Exists(folder["nothing"]).Should().BeFalse();
    }
}
