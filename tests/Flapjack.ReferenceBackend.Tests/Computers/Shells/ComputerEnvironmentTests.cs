using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers.Shells;

public sealed class ComputerEnvironmentTests(TestBackend backend) : IClassFixture<TestBackend>
{
    public static TheoryData<string> Values =>
    [
        "",
        " ",
        "two  spaces ",
        "it's",
        "''",
        "say \"hi\"",
        "$HOME ${PATH} $(id) `id` $$",
        @"C:\temp\new \\ \",
        "line one\nline two\n\n",
        "\r\n\t\u0001\u001b[31m\u007f",
        "a=b;c&d|e>f<g*?[x]{y,z}~!#%^",
        "-n -e",
        "ünïcödé 🥞 行 \u202e",
        "\ufeffBOM",
        "'\"'\"'; touch pwned; '",
    ];

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Any_value_comes_through_unchanged(string value)
    {
        var agent = await backend.CreateReadyAgentAsync($$"""{"template":"blank","envVars":[{"key":"VALUE_1","value":{{TestBackend.Quoted(value)}}}]}""");

        var seen = await backend.RunAsync(agent, "printf %s \"$VALUE_1\"; printf %s \"${VALUE_1+set}\" >&2; ls pwned 2>/dev/null");

        seen.Stdout.Should().Be(value);
        seen.Stderr.Should().Be("set");
    }

    [Fact]
    public async Task A_hundred_kilobytes_come_through_too()
    {
        var value = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"{i:D8}'\""));
        var agent = await backend.CreateReadyAgentAsync(new JsonObject
        {
            ["template"] = "blank",
            ["envVars"] = new JsonArray(new JsonObject { ["key"] = "LONG", ["value"] = value }),
        }.ToJsonString(JsonSerializerOptions.Default));

        var seen = await backend.RunAsync(agent, "printf %s \"$LONG\"");

        seen.Stdout.Should().Be(value);
    }

    [Fact]
    public async Task The_last_of_two_values_wins_and_programs_see_it()
    {
        var agent = await backend.CreateReadyAgentAsync("""{"template":"blank","envVars":[{"key":"A","value":"1"},{"key":"A","value":"2"},{"key":"_b9","value":"3"}]}""");

        var seen = await backend.RunAsync(agent, "env | grep -E '^(A|_b9)=' | sort");

        seen.Stdout.Should().Be("A=2\n_b9=3\n");
    }

    [Fact]
    public async Task The_profile_is_for_its_owner_only()
    {
        var agent = await backend.CreateReadyAgentAsync("""{"template":"blank","envVars":[{"key":"SECRET","value":"x"}]}""");

        var seen = await backend.RunAsync(agent, "stat -c %a ~/.profile");

        seen.Stdout.Should().Be("600\n");
    }

    [Fact]
    public async Task Nothing_of_the_hosts_environment_is_inherited()
    {
        Environment.SetEnvironmentVariable("FLAPJACK_API_KEY", "fj_live_of_the_host");
        Environment.SetEnvironmentVariable("FLAPJACK_TEST_SECRET", "secret");
        var agent = await backend.CreateReadyAgentAsync();

        var seen = await backend.RunAsync(agent, "env");

        var names = seen.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=')[0]);
        names.Should().BeSubsetOf(
        [
            "HOME", "LANG", "LOGNAME", "PATH", "SHELL", "TERM", "TMPDIR", "USER", "FLAPJACK_COMPUTER_ID", "FLAPJACK_EXEC_ID",
            "PWD", "OLDPWD", "SHLVL", "_",
        ]);
        seen.Stdout.Should().NotContain("fj_live").And.NotContain("secret");
    }

    [Fact]
    public async Task The_path_is_the_one_that_the_option_says_even_in_a_login_shell()
    {
        await using var chosen = await TestBackend.StartAsync(options => options.ComputerPath = "/opt/it's here:/usr/bin:/bin");
        var agent = await chosen.CreateReadyAgentAsync();

        var seen = await chosen.RunAsync(agent, "printf %s \"$PATH\"");

        seen.Stdout.Should().Be("/opt/it's here:/usr/bin:/bin");
    }

    [Fact]
    public async Task Temporary_files_and_home_are_the_computers_own()
    {
        var one = await backend.CreateReadyAgentAsync();
        var two = await backend.CreateReadyAgentAsync();

        var first = await backend.RunAsync(one, "echo x >~/file; mktemp");
        var second = await backend.RunAsync(two, "ls ~/file; mktemp");

        first.Stdout.Should().Contain(one);
        second.Stdout.Should().Contain(two).And.NotContain(one);
        second.Stderr.Should().Contain("No such file");
    }

    [Theory]
    [InlineData("FLAPJACK_COMPUTER_ID")]
    [InlineData("FLAPJACK_EXEC_ID")]
    public async Task A_variable_cannot_hide_a_process_from_the_deletion(string marker)
    {
        var answer = await backend.CreateAsync($$"""{"template":"blank","envVars":[{"key":"{{marker}}","value":"mine"}]}""");

        answer.ShouldBeRefused(400, "INVALID_ENV_VARS");
    }
}
