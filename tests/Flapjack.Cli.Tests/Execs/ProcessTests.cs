namespace Flapjack.Cli.Tests.Execs;

/// <summary>What only a process of its own can show: descriptors, signals, exit codes.</summary>
public sealed class ProcessTests(BackendFixture fixture) : IClassFixture<BackendFixture>
{
    [Fact]
    public async Task Two_runs_that_write_to_one_file_do_not_overwrite_each_other()
    {
        using var folder = new TempFolder();
        var script = $$"""
            { flapjack exec {{fixture.Agent}} -- 'echo one; echo two >&2'; echo between; flapjack exec {{fixture.Agent}} -- 'echo three; exit 4'; } > '{{folder["all"]}}' 2>&1
            """;

        (await HostProgram.RunAsync(ToolProcess.Bash(script, fixture.Backend))).ExitCode.Should().Be(4);

        (await File.ReadAllLinesAsync(folder["all"])).Should().BeEquivalentTo("one", "two", "between", "three").And.EndWith(["between", "three"]);
    }

    [Fact]
    public async Task A_reader_that_leaves_ends_the_tool_quietly_and_stops_the_command()
    {
        using var folder = new TempFolder();
        var script = $"flapjack exec {fixture.Agent} -- 'echo $$ > {folder["id"]}; yes' | head -n 2; echo ${{PIPESTATUS[0]}}";

        var (exitCode, output, error) = await HostProgram.RunAsync(ToolProcess.Bash(script, fixture.Backend));

        (exitCode, output, error).Should().Be((0, "y\ny\n141\n", ""));
        var process = (await File.ReadAllTextAsync(folder["id"])).Trim();
        await Eventually.HoldsAsync(() => !Directory.Exists($"/proc/{process}"), "the command is stopped");
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_signal_stops_the_command(string signal, int expected)
    {
        using var folder = new TempFolder();
        var started = new Latch(folder);
        using var program = new HostProgram(ToolProcess.Clean(ToolProcess.Start("exec", fixture.Agent, "--", $"echo $$ > {folder["id"]}; {started.OpenCommand}; sleep 1000"), fixture.Backend));
        await started.OpenedAsync();

        await HostProgram.BashAsync($"kill -{signal} {program.Id}");

        (await program.EndAsync()).Should().Be(new ProgramResult(expected, "", ""));
        Directory.Exists($"/proc/{(await File.ReadAllTextAsync(folder["id"])).Trim()}").Should().BeFalse();
    }

    [Fact]
    public async Task Bash_completes_the_commands()
    {
        var script = """
            eval "$(flapjack completion bash)"
            COMP_WORDS=(flapjack exe) COMP_CWORD=1 COMP_LINE="flapjack exe" COMP_POINT=12
            _flapjack; echo "${COMPREPLY[@]}"
            """;

        var (_, output, error) = await HostProgram.RunAsync(ToolProcess.Bash(script, fixture.Backend));

        output.Should().Be("exec\n", error);
    }

    [FactWithTmux]
    public async Task On_a_terminal_Ctrl_C_stops_the_command_and_a_chat_asks_for_messages()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["rc"], $"export FLAPJACK_BASE_URL={fixture.Backend.BaseAddress} FLAPJACK_API_KEY={fixture.Backend.ApiKey} NO_COLOR=1\nPS1='$ '\n{ToolProcess.Function}");
        await using var terminal = await TmuxTerminal.StartAsync(folder, $"bash --rcfile '{folder["rc"]}' -i");

        await terminal.TypeAsync($"flapjack exec {fixture.Agent} -- 'echo ready; sleep 1000'; echo code=$?");
        await terminal.ShowsAsync("\nready");
        await terminal.PressAsync("C-c");
        await terminal.ShowsAsync("code=130");
        await terminal.TypeAsync($"flapjack agents");
        await terminal.ShowsAsync("NAME");
        await terminal.TypeAsync($"flapjack chat {fixture.Agent}; echo chat=$?");
        await terminal.ShowsAsync("\n> ");
        await terminal.TypeAsync("hello there");
        await terminal.ShowsAsync("\nhello there");
        await terminal.PressAsync("C-d");
        await terminal.ShowsAsync("chat=0");
    }
}
