using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers.Exec;

public sealed class ExecRequestTests(ComputerFixture computer) : IClassFixture<ComputerFixture>
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"command":null}""")]
    [InlineData("""{"command":""}""")]
    [InlineData("""{"command":" \n\t"}""")]
    [InlineData("""{"command":5}""")]
    [InlineData("""{"command":["true"]}""")]
    [InlineData("""{"command":"true\u0000"}""")]
    [InlineData("""{"command":"echo \ud800"}""")]
    [InlineData("""{"Command":"true"}""")]
    public async Task A_command_must_be_text(string body)
    {
        var answer = await computer.PostExecAsync(body);

        answer.ShouldBeRefused(400, "INVALID_COMMAND");
    }

    [Theory]
    [InlineData(131_071, "a", true)]
    [InlineData(131_072, "a", false)]
    [InlineData(131_071, "é", true)]
    [InlineData(131_073, "é", false)]
    [InlineData(131_071, "🥞", true)]
    [InlineData(131_075, "🥞", false)]
    public async Task A_command_may_be_as_long_as_the_system_takes_counted_in_bytes(int bytes, string letter, bool taken)
    {
        var size = System.Text.Encoding.UTF8.GetByteCount(letter);
        const string Prefix = "echo ${#X}; X=";
        var padding = new string('x', (bytes - Prefix.Length) % size);
        var command = Prefix + padding + string.Concat(Enumerable.Repeat(letter, (bytes - Prefix.Length) / size));

        var answer = await computer.PostExecAsync($$"""{"command":{{TestBackend.Quoted(command)}}}""");

        System.Text.Encoding.UTF8.GetByteCount(command).Should().Be(bytes);
        if (taken)
        {
            answer.Body.Should().Contain("\"exitCode\":0", "it runs to its good end");
        }
        else
        {
            answer.ShouldBeRefused(400, "INVALID_COMMAND");
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("3601")]
    [InlineData("1.5")]
    [InlineData("1e9")]
    [InlineData("99999999999999999999")]
    [InlineData("\"5\"")]
    [InlineData("true")]
    [InlineData("[]")]
    public async Task A_timeout_must_be_a_whole_number_of_seconds_up_to_an_hour(string timeout)
    {
        var answer = await computer.PostExecAsync($$"""{"command":"true","timeoutSec":{{timeout}}}""");

        answer.ShouldBeRefused(400, "INVALID_TIMEOUT");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("3600")]
    [InlineData("null")]
    [InlineData("30.0")]
    [InlineData("3e1")]
    [InlineData("0.3e2")]
    [InlineData("3600.000")]
    public async Task A_good_timeout_is_taken_and_none_is_the_default(string timeout)
    {
        var answer = await computer.PostExecAsync($$"""{"command":"true","timeoutSec":{{timeout}}}""");

        answer.Status.Should().Be(200, answer.Body);
        answer.Body.Should().Contain("\"exitCode\":0");
    }

    [Theory]
    [InlineData("null", "workspace")]
    [InlineData("\"\"", "workspace")]
    [InlineData("\".\"", "workspace")]
    [InlineData("\"/workspace\"", "workspace")]
    [InlineData("\"/workspace/\"", "workspace")]
    [InlineData("\"/workspace//sub\"", "workspace/sub")]
    [InlineData("\"/workspace/sub/\"", "workspace/sub")]
    [InlineData("\"sub\"", "workspace/sub")]
    [InlineData("\"./sub/../sub\"", "workspace/sub")]
    [InlineData("\"sub/deep er/ünï\"", "workspace/sub/deep er/ünï")]
    [InlineData("\"/workspace/link\"", "workspace/sub")]
    [InlineData("\"sub/../link/deep er\"", "workspace/sub/deep er")]
    public async Task A_working_directory_lies_in_the_workspace(string workingDir, string folder)
    {
        await MakeFoldersAsync();

        var ran = await computer.RunAsync("pwd", $$""","workingDir":{{workingDir}}""");

        ran.Stdout.Should().Be($"{computer.Home}/{folder}\n");
    }

    [Theory]
    [InlineData("\"..\"")]
    [InlineData("\"../..\"")]
    [InlineData("\"/workspace/..\"")]
    [InlineData("\"/workspace/../../..\"")]
    [InlineData("\"sub/../..\"")]
    [InlineData("\"/\"")]
    [InlineData("\"/etc\"")]
    [InlineData("\"/tmp\"")]
    [InlineData("\"//workspace\"")]
    [InlineData("\"/workspacex\"")]
    [InlineData("\"/Workspace\"")]
    [InlineData("\"~\"")]
    [InlineData("\"$HOME\"")]
    [InlineData("\"out\"")]
    [InlineData("\"out/profile.d\"")]
    [InlineData("\"loop\"")]
    [InlineData("\"dangling\"")]
    [InlineData("\"file\"")]
    [InlineData("\"/workspace/file\"")]
    [InlineData("\"file/..\"")]
    [InlineData("\"absent\"")]
    [InlineData("\"/workspace/app\"")]
    [InlineData("\"sub\\u0000\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("5")]
    [InlineData("[]")]
    public async Task A_working_directory_that_is_none_or_leaves_the_workspace_is_refused(string workingDir)
    {
        await MakeFoldersAsync();

        var answer = await computer.PostExecAsync($$"""{"command":"true","workingDir":{{workingDir}}}""");

        answer.ShouldBeRefused(400, "INVALID_WORKING_DIR");
    }

    [Fact]
    public async Task A_working_directory_that_is_far_too_long_is_refused()
    {
        var answer = await computer.PostExecAsync($$"""{"command":"true","workingDir":"{{new string('a', 1_000_000)}}"}""");

        answer.ShouldBeRefused(400, "INVALID_WORKING_DIR");
    }

    [Theory]
    [InlineData("/etc")]
    [InlineData("/no/such/folder")]
    [InlineData("../..")]
    [InlineData("nowhere")]
    public async Task A_link_in_place_of_the_app_is_refused_as_the_same_path_is_when_it_is_named(string target)
    {
        var agent = await computer.Backend.CreateReadyAgentAsync();
        await computer.Backend.RunAsync(agent, $"ln -s {target} app");

        var byDefault = await computer.Backend.PostAsync($"/api/agents/{agent}/computer/exec", """{"command":"pwd"}""");
        var named = await computer.Backend.PostAsync($"/api/agents/{agent}/computer/exec", """{"command":"pwd","workingDir":"/workspace/app"}""");
        var beside = await computer.Backend.RunAsync(agent, "rm app; pwd", ""","workingDir":"/workspace" """);

        byDefault.ShouldBeRefused(400, "INVALID_WORKING_DIR");
        named.ShouldBeRefused(400, "INVALID_WORKING_DIR");
        byDefault.Text("detail").Should().Contain("/workspace/app").And.Contain("workingDir");
        beside.Stdout.Should().EndWith("/home/workspace\n");
    }

    [Fact]
    public async Task A_link_in_place_of_the_app_that_stays_in_the_workspace_is_followed()
    {
        var agent = await computer.Backend.CreateReadyAgentAsync();
        await computer.Backend.RunAsync(agent, "mkdir real; ln -s real app");

        var byDefault = await computer.Backend.RunAsync(agent, "pwd");
        var named = await computer.Backend.RunAsync(agent, "pwd", ""","workingDir":"app" """);

        byDefault.Stdout.Should().EndWith("/home/workspace/real\n").And.Be(named.Stdout);
    }

    [Fact]
    public async Task The_same_command_written_in_another_way_is_the_same_command_under_its_key()
    {
        const string Path = "/api/agents/{0}/computer/exec";
        var first = await computer.Backend.PostAsync(Path.Replace("{0}", computer.AgentId, StringComparison.Ordinal), """{"command":"pwd","timeoutSec":30}""", ("Idempotency-Key", "same"));
        var again = await computer.Backend.PostAsync(Path.Replace("{0}", computer.AgentId.ToUpperInvariant(), StringComparison.Ordinal), """{"workingDir":"","timeoutSec":3e1,"command":"\u0070wd"}""", ("Idempotency-Key", "same"));

        again.Body.Should().Be(first.Body).And.Contain("exec_started");
    }

    [Fact]
    public async Task A_command_that_is_too_long_is_told_so_with_the_limit_and_a_missing_one_is_told_that()
    {
        var tooLong = await computer.PostExecAsync($$"""{"command":"{{new string('x', 200_000)}}"}""");
        var missing = await computer.PostExecAsync("{}");

        tooLong.Text("detail").Should().Contain("too long").And.Contain("131071").And.NotContain("required");
        missing.Text("detail").Should().Contain("required").And.NotContain("131071");
    }

    [Fact]
    public async Task The_default_directory_is_the_app_where_there_is_one()
    {
        var agent = await computer.Backend.CreateReadyAgentAsync();

        var before = await computer.Backend.RunAsync(agent, "pwd; mkdir app");
        var after = await computer.Backend.RunAsync(agent, "pwd");
        var named = await computer.Backend.RunAsync(agent, "pwd", ""","workingDir":"/workspace/app" """);

        before.Stdout.Should().EndWith("/home/workspace\n");
        after.Stdout.Should().EndWith("/home/workspace/app\n");
        named.Stdout.Should().Be(after.Stdout);
    }

    [Fact]
    public async Task Stdin_is_empty()
    {
        var ran = await computer.RunAsync("cat; read x; echo $?");

        ran.Stdout.Should().Be("1\n");
    }

    [Fact]
    public async Task A_command_is_a_login_shell_without_a_terminal_and_in_a_session_of_its_own()
    {
        var ran = await computer.RunAsync("shopt -q login_shell && echo login; [ -t 1 ] || echo no terminal; [ $(ps -o sid= -p $$) = $$ ] && echo own session; ls /proc/self/fd | tr '\\n' ' '");

        ran.Stdout.Should().Be("login\nno terminal\nown session\n0 1 2 3 ");
    }

    [Theory]
    [InlineData("echo 'a  b' \"c  d\" $((1+2)) é", "a  b c  d 3 é\n")]
    [InlineData("printf '%s\\n' a\\ b", "a b\n")]
    [InlineData("cat <<'X'\n$HOME \"quoted\"\nX\n", "$HOME \"quoted\"\n")]
    [InlineData("# a comment\necho after", "after\n")]
    [InlineData("-n; echo here", "here\n")]
    [InlineData("+x; echo here", "here\n")]
    [InlineData("-c 'true'; echo here", "here\n")]
    [InlineData("--help; echo here", "here\n")]
    [InlineData("-- ; echo $0", "/bin/bash\n")]
    public async Task A_command_is_taken_word_for_word(string command, string output)
    {
        var ran = await computer.RunAsync(command);

        ran.Stdout.Should().Be(output);
    }

    private Task<ExecOutcome> MakeFoldersAsync() => computer.RunAsync(
        "cd ~/workspace; mkdir -p 'sub/deep er/ünï'; touch file; ln -sfn sub link; ln -sfn /etc out; ln -sfn loop loop; ln -sfn nowhere dangling",
        ""","workingDir":"/workspace" """);
}
