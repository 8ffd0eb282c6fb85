using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Tests.Computers;

namespace Flapjack.ReferenceBackend.Tests.Chat.Computers;

/// <summary>What an agent reads and writes on its computer, and that nothing of the host is among it.</summary>
public sealed class ComputerFileToolsTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    private readonly ComputerToolbox _tools = new(computer.Server, computer.Clock);

    private string Workspace => computer.InHome("workspace");

    [Fact]
    public async Task What_is_written_is_read_by_commands_and_by_the_tool()
    {
        var written = await WriteAsync("/workspace/made/for it/note.txt", "grüß\n");
        var read = await ReadAsync("made/./for it/../for it/note.txt");

        written.Answer().GetRawText().Should().Be("""{"ok":true,"path":"/workspace/made/for it/note.txt","bytes":7}""");
        read.Answer().GetProperty("content").GetString().Should().Be("grüß\n");
        read.Answer().GetProperty("size").GetInt32().Should().Be(7);
        (await RunAsync("cat 'made/for it/note.txt'; stat -c %u 'made/for it/note.txt' | grep -qx $(id -u) && echo mine")).Should().Be("grüß\nmine\n");
    }

    [Fact]
    public async Task An_empty_file_is_written_and_read()
    {
        (await WriteAsync("empty", "")).Answer();

        (await ReadAsync("empty")).Answer().GetRawText().Should().Be("""{"path":"empty","size":0,"content":""}""");
    }

    [Fact]
    public async Task A_new_content_replaces_the_old_one_and_keeps_the_permissions()
    {
        await RunAsync("printf '#!/bin/sh\necho old, and longer than the new one' >script; chmod 751 script");

        (await WriteAsync("script", "#!/bin/sh\necho new")).Answer();

        (await RunAsync("./script; stat -c %a script; ls -A ~/.. | grep incoming")).Should().Be("new\n751\n");
    }

    [Theory]
    [InlineData("../beside")]
    [InlineData("../../../../etc/hostname")]
    [InlineData("/workspace/../beside")]
    [InlineData("/etc/hostname")]
    [InlineData("/workspace//../../x")]
    [InlineData("sub/../../beside")]
    [InlineData("to-host/hostname")]
    [InlineData("to-host-file")]
    [InlineData("up/beside")]
    [InlineData("to-beside")]
    [InlineData("named/sub/x")]
    [InlineData("loop")]
    [InlineData("loop/x")]
    [InlineData("sub/far/x")]
    public async Task No_path_leads_out_of_the_workspace(string path)
    {
        await RunAsync(
            "mkdir -p sub; echo secret >../beside; ln -sfn /etc to-host; ln -sfn /etc/hostname to-host-file; ln -sfn .. up; ln -sfn ../beside to-beside; "
            + "ln -sfn /workspace named; ln -sfn loop loop; ln -sfn ../../.. sub/far");

        (await ReadAsync(path)).Fault().Should().Be($"There is no '{path}' inside /workspace. Links on the way must be relative and stay inside. List the folder with computer_run.");
        (await WriteAsync(path, "overwritten")).Fault().Should().StartWith($"There is no '{path}' inside /workspace.");
        (await File.ReadAllTextAsync(computer.InHome("beside"))).Should().Be("secret\n");
        Directory.GetFiles(Path.Combine(computer.Home, "..")).Should().NotContain(file => file.EndsWith("/x", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_relative_link_that_stays_inside_is_followed()
    {
        await RunAsync("mkdir -p real; ln -sfn real alias; ln -sfn ../alias/target real/to-target");

        (await WriteAsync("alias/to-target", "hello")).Answer();

        (await RunAsync("cat real/target; readlink real/to-target")).Should().Be("hello../alias/target\n");
        (await ReadAsync("alias/to-target")).Answer().GetProperty("content").GetString().Should().Be("hello");
    }

    [Fact]
    public async Task A_workspace_that_was_exchanged_for_a_link_is_not_followed()
    {
        var agent = await computer.Server.CreateReadyAgentAsync();
        await computer.Server.RunAsync(agent, "mv ~/workspace ~/moved; ln -s /etc ~/workspace");

        (await _tools.ReadAsync(agent, "hostname")).Fault().Should().StartWith("There is no 'hostname' inside /workspace.");
    }

    [Fact]
    public async Task A_folder_that_is_exchanged_for_a_link_all_the_time_lets_no_file_out()
    {
        var agent = await computer.Server.CreateReadyAgentAsync();
        var home = await computer.Server.HomeOfAsync(agent);
        using var turn = new CancellationTokenSource();
        var exchanging = _tools.RunAsync(
            agent, "mkdir -p d outside; ln -sfn ../../.. link; cd ..; while :; do mv -T workspace/d d2; mv -T workspace/link workspace/d; mv -T workspace/d workspace/link; mv -T d2 workspace/d; done", cancellationToken: turn.Token);

        for (var number = 0; number < 300; number++)
        {
            // It is written, or refused, or into a folder that was made because there was none; never outside.
            await _tools.WriteAsync(agent, "d/escaped", "x");
        }

        await turn.CancelAsync();
        await FluentActions.Awaiting(() => exchanging).Should().ThrowAsync<OperationCanceledException>();
        File.Exists(Path.Combine(home, "..", "escaped")).Should().BeFalse();
        File.Exists(Path.Combine(home, "..", "..", "escaped")).Should().BeFalse();
    }

    [Fact]
    public async Task What_is_no_ordinary_file_is_told_and_nobody_waits_for_it()
    {
        await RunAsync("mkdir -p folder; rm -f pipe; mkfifo pipe");

        foreach (var path in (string[])["folder", "pipe", "folder/", "folder/.", "/workspace/"])
        {
            (await ReadAsync(path)).Fault().Should().Be($"'{path}' is a folder, or something else that is no ordinary file. Name a file.");
            (await WriteAsync(path, "x")).Fault().Should().Be($"'{path}' is a folder, or something else that is no ordinary file. Name a file.");
        }
    }

    [Fact]
    public async Task A_file_that_is_not_there_and_one_below_a_file_are_told()
    {
        (await WriteAsync("plain", "x")).Answer();

        (await ReadAsync("absent/file")).Fault().Should().StartWith("There is no 'absent/file' inside /workspace.");
        (await ReadAsync("plain/file")).Fault().Should().StartWith("There is no 'plain/file' inside /workspace.");
        (await WriteAsync("plain/file", "x")).Fault().Should().StartWith("There is no 'plain/file' inside /workspace.");
    }

    [Fact]
    public async Task A_file_that_is_read_only_stays_as_it_is()
    {
        await RunAsync("echo kept >read-only; chmod 444 read-only");

        (await WriteAsync("read-only", "x")).Fault().Should().Be("The permissions of 'read-only' do not allow it. Look at them with computer_run (ls -l).");
        (await RunAsync("cat read-only")).Should().Be("kept\n");
    }

    [Fact]
    public async Task Binary_content_is_told_and_not_shown()
    {
        await RunAsync(@"printf 'a\0b' >nul; printf 'PNG\xff' >png");

        (await ReadAsync("nul")).Fault().Should().Be("'nul' is no text in UTF-8: it is binary, and has 3 bytes. Look at it with computer_run, for example with file, xxd or base64.");
        (await ReadAsync("png")).Fault().Should().Contain("it is binary, and has 4 bytes");
    }

    [Fact]
    public async Task Of_a_large_file_the_beginning_is_read()
    {
        // A character of two bytes stands across the limit.
        await RunAsync("printf 'x%.0s' $(seq 262143) >large; printf 'ü and more' >>large");

        var answer = (await ReadAsync("large")).Answer();

        answer.GetProperty("size").GetInt32().Should().Be(262_154);
        answer.GetProperty("content").GetString().Should().Be(new string('x', 262_143));
        answer.GetProperty("note").GetString().Should().StartWith("These are the first 262143 bytes of 262154.");
    }

    [Fact]
    public async Task Too_much_content_is_refused_and_changes_nothing()
    {
        (await WriteAsync("small", "kept")).Answer();

        (await WriteAsync("small", new string('x', 1024 * 1024 + 1))).Fault().Should().Be(
            "content has 1048577 bytes, and this tool writes at most 1048576. Write the file in parts with computer_run.");

        (await ReadAsync("small")).Answer().GetProperty("content").GetString().Should().Be("kept");
        (await WriteAsync("largest", new string('x', 1024 * 1024))).Answer();
    }

    [Theory]
    [InlineData("computer_write_file", """{"path":"x"}""", "content is required")]
    [InlineData("computer_write_file", """{"content":"x"}""", "path is required")]
    [InlineData("computer_write_file", """{"path":"x","content":{}}""", "content must be")]
    [InlineData("computer_read_file", "{}", "path is required")]
    [InlineData("computer_read_file", """{"path":["x"]}""", "path must be")]
    [InlineData("computer_read_file", "{\"path\":\"a\\u0000b\"}", "path ")]
    public async Task Wrong_arguments_are_told(string tool, string arguments, string message)
    {
        (await _tools.CallAsync(computer.Agent, tool, arguments)).Fault().Should().StartWith(message);
    }

    [Fact]
    public async Task Files_that_are_written_at_once_are_all_there()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => WriteAsync($"many/{number}", $"{number}")));

        outcomes.Should().OnlyContain(outcome => !outcome.IsError);
        Directory.GetFiles(Path.Combine(Workspace, "many")).Should().HaveCount(50);
    }

    private Task<ToolOutcome> WriteAsync(string path, string content) => _tools.WriteAsync(computer.Agent, path, content);

    private Task<ToolOutcome> ReadAsync(string path) => _tools.ReadAsync(computer.Agent, path);

    private async Task<string> RunAsync(string command) => (await computer.Server.RunAsync(computer.Agent, command)).Stdout;
}
