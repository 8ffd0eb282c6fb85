using AgentComputer.Sdk;

namespace AgentComputer.EndToEnd.Tests.Processes;

/// <summary>A terminal with bash in it.</summary>
public sealed class TerminalTests(RealBackend real) : IClassFixture<RealBackend>
{
    private static readonly ComputerProcessStart Bash = new()
    {
        Command = "bash",
        Arguments = ["--norc"],
        EnvironmentVariables = new Dictionary<string, string> { ["PS1"] = "ready> " },
        Terminal = new(80, 24),
        Tag = "shell",
    };

    [Theory]
    [InlineData(ProcessCodec.Json)]
    [InlineData(ProcessCodec.Protobuf)]
    public async Task A_shell_sees_the_size_of_its_terminal_and_the_size_that_it_gets_later(ProcessCodec codec)
    {
        await using var processes = await real.ProcessesAsync(codec);
        await using var shell = await processes.StartAsync(Bash, Limit.Token);
        await shell.ReadUntilAsync("ready> ");

        await shell.SendInputAsync("stty size; tty >/dev/null && echo is a'' terminal\n"u8.ToArray(), Limit.Token);
        (await shell.ReadUntilAsync("is a terminal")).Should().Contain("24 80");
        await shell.ResizeAsync(new(132, 50), Limit.Token);
        await shell.SendInputAsync("stty size; exit 4\n"u8.ToArray(), Limit.Token);

        var (output, ended) = await shell.ReadToEndAsync();
        output.Should().Contain("50 132");
        ended.ExitCode.Should().Be(4);
    }

    [Fact]
    public async Task Control_C_interrupts_the_program_and_not_the_shell()
    {
        await using var processes = await real.ProcessesAsync();
        await using var shell = await processes.StartAsync(Bash, Limit.Token);
        await shell.ReadUntilAsync("ready> ");

        await shell.SendInputAsync("sh -c 'echo be''gun; exec sleep 1000'\n"u8.ToArray(), Limit.Token);
        await shell.ReadUntilAsync("begun");
        await shell.SendInputAsync(new byte[] { 3 }, Limit.Token);
        await shell.ReadUntilAsync("ready> ");
        await shell.SendInputAsync("echo sta''tus $?; exit\n"u8.ToArray(), Limit.Token);

        (await shell.ReadToEndAsync()).Output.Should().Contain("status 130");
    }

    [Fact]
    public async Task A_second_client_finds_the_terminal_by_its_tag_resizes_it_and_types_into_it()
    {
        var id = (await real.CreateAsync()).Id;
        await using var first = await real.Client.OpenProcessesAsync(id, cancellationToken: Limit.Token);
        await using var started = await first.StartAsync(Bash, Limit.Token);
        await started.ReadUntilAsync("ready> ");
        using var other = real.Backend.CreateClient();
        await using var second = await other.OpenProcessesAsync(id, cancellationToken: Limit.Token);
        await using var shell = await second.ConnectAsync("shell", hasTerminal: true, cancellationToken: Limit.Token);

        await second.ResizeAsync("shell", new(100, 30), Limit.Token);
        await using (var input = second.OpenInput("shell", hasTerminal: true))
        {
            await input.WriteAsync("stty size; exit\n"u8.ToArray(), Limit.Token);
        }

        (await shell.ReadToEndAsync()).Output.Should().Contain("30 100");
        (await started.WaitAsync(Limit.Token)).Ok.Should().BeTrue();
    }

    [Fact]
    public async Task A_process_without_a_terminal_can_not_be_resized()
    {
        await using var processes = await real.ProcessesAsync();
        await using var process = await processes.StartAsync(new() { Command = "cat" }, Limit.Token);

        var act = () => process.ResizeAsync(new(100, 30), Limit.Token);

        await act.Should().ThrowAsync<AgentComputerApiException>();
        await process.CloseStdinAsync(Limit.Token);
    }
}
