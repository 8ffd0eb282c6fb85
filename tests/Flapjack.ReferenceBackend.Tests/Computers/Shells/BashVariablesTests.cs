using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Words;
using LocalComputers.Shells;

namespace Flapjack.ReferenceBackend.Tests.Computers.Shells;

/// <summary>A variable is seen by commands exactly as it was sent, or it is refused.</summary>
public sealed class BashVariablesTests(TestBackend backend) : IClassFixture<TestBackend>
{
    // What bash documents, what its startup reads, and what the programs that start a shell would react to.
    private static readonly string[] Documented =
    [
        "_", "auto_resume", "BASH", "BASHOPTS", "BASHPID", "BASH_ALIASES", "BASH_ARGC", "BASH_ARGV", "BASH_ARGV0", "BASH_CMDS", "BASH_COMMAND",
        "BASH_COMPAT", "BASH_ENV", "BASH_EXECUTION_STRING", "BASH_LINENO", "BASH_LOADABLES_PATH", "BASH_MONOSECONDS", "BASH_REMATCH", "BASH_SOURCE",
        "BASH_SUBSHELL", "BASH_TRAPSIG", "BASH_VERSINFO", "BASH_VERSION", "BASH_XTRACEFD", "CDPATH", "CHILD_MAX", "COLUMNS", "COMPREPLY", "COMP_CWORD",
        "COMP_KEY", "COMP_LINE", "COMP_POINT", "COMP_TYPE", "COMP_WORDBREAKS", "COMP_WORDS", "COPROC", "DIRSTACK", "EMACS", "ENV", "EPOCHREALTIME",
        "EPOCHSECONDS", "EUID", "EXECIGNORE", "FCEDIT", "FIGNORE", "FUNCNAME", "FUNCNEST", "GLOBIGNORE", "GLOBSORT", "GROUPS", "HISTCMD", "HISTCONTROL",
        "HISTFILE", "HISTFILESIZE", "HISTIGNORE", "HISTSIZE", "HISTTIMEFORMAT", "HOME", "HOSTFILE", "HOSTNAME", "HOSTTYPE", "IFS", "IGNOREEOF", "INPUTRC",
        "INSIDE_EMACS", "LANG", "LC_ALL", "LC_COLLATE", "LC_CTYPE", "LC_MESSAGES", "LC_NUMERIC", "LC_TIME", "LD_LIBRARY_PATH", "LINENO", "LINES", "LOGNAME",
        "MACHTYPE", "MAIL", "MAILCHECK", "MAILPATH", "MAPFILE", "OLDPWD", "OPTARG", "OPTERR", "OPTIND", "OSTYPE", "PATH", "PIPESTATUS", "POSIXLY_CORRECT",
        "PPID", "PROMPT_COMMAND", "PROMPT_DIRTRIM", "PS0", "PS1", "PS2", "PS3", "PS4", "PWD", "RANDOM", "READLINE_ARGUMENT", "READLINE_LINE",
        "READLINE_MARK", "READLINE_POINT", "REPLY", "SECONDS", "SHELL", "SHELLOPTS", "SHLVL", "SRANDOM", "TERM", "TEXTDOMAIN", "TEXTDOMAINDIR",
        "TIMEFORMAT", "TMOUT", "TMPDIR", "UID", "USER", "histchars", "FLAPJACK_LOGIN_HOME", "i", "code",
    ];

    [Theory]
    [InlineData("exact  value 7")]
    [InlineData("7")]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("a\n\tb\r\n")]
    [InlineData("$(id) `id` ~ * \\ ' \" ; exit 3 #")]
    public async Task Each_variable_that_bash_knows_is_seen_as_it_was_sent_or_refused(string value)
    {
        var known = (await HostProgram.RunAsync(new("/bin/bash", ["-lc", "compgen -v"]))).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var taken = Documented.Union(known).Where(name => !BashVariables.AreKept(name) && name != FlapjackNames.Host.ComputerMarker && name != FlapjackNames.Host.CommandMarker).ToArray();

        // Not all on one computer: a variable such as POSIXLY_CORRECT could hide what another does.
        foreach (var some in taken.Chunk(40))
        {
            await SeeAsync(some, value);
        }
    }

    [Fact]
    public async Task A_variable_that_bash_keeps_for_itself_is_refused_with_its_name()
    {
        foreach (var name in Documented.Where(BashVariables.AreKept))
        {
            var answer = await backend.CreateAsync(Body(("FINE", "1"), (name, "x")));

            answer.ShouldBeRefused(400, "INVALID_ENV_VARS");
            answer.Text("detail").Should().Contain("envVars[1].key").And.Contain($"'{name}'").And.Contain("bash");
        }

        Documented.Where(BashVariables.AreKept).Should().Contain(["UID", "EUID", "PPID", "SHELLOPTS", "RANDOM", "_"]);
    }

    [Fact]
    public async Task A_library_that_is_to_be_loaded_is_loaded_into_commands_and_not_into_what_starts_them()
    {
        var agent = await backend.CreateReadyAgentAsync(Body(("LD_PRELOAD", "/no/such/library.so")));

        var quiet = await backend.RunAsync(agent, "echo \"$LD_PRELOAD\"");
        var loud = await backend.RunAsync(agent, "/usr/bin/printenv LD_PRELOAD");

        quiet.Stdout.Should().Be("/no/such/library.so\n");
        quiet.Stderr.Should().BeEmpty("the shell itself was started without it");
        loud.Stdout.Should().Be("/no/such/library.so\n");
        loud.Stderr.Should().Contain("library.so", "the loader tells of it for the command's own program");
    }

    [Fact]
    public async Task What_BASH_ENV_names_is_read_once_as_bash_does()
    {
        var agent = await backend.CreateReadyAgentAsync(Body(("BASH_ENV", "/tmp/../dev/null")));
        await backend.RunAsync(agent, "echo 'echo read; BASH_ENV=' >~/env; echo 'BASH_ENV=~/env' >>~/.profile");

        var seen = await backend.RunAsync(agent, "echo ran");

        seen.Stdout.Should().Be("read\nran\n");
    }

    private async Task SeeAsync(string[] names, string value)
    {
        var agent = await backend.CreateReadyAgentAsync(Body([.. names.Select(name => (name, value))]));
        // One program for all: it prints what it was given as NAME=VALUE, each with an end that no value has.
        var seen = await backend.RunAsync(
            agent, string.Concat(names.Select(name => $"printf '{name}=%s\\1' \"${name}\"\n")) + "/usr/bin/env -0 | /usr/bin/tr '\\0' '\\1'");

        var told = seen.Stdout.Split('\x1', StringSplitOptions.RemoveEmptyEntries);
        told[..names.Length].Should().Equal(names.Select(name => $"{name}={value}"), "the shell knows them");
        foreach (var name in names)
        {
            told[names.Length..].Where(line => line.StartsWith($"{name}=", StringComparison.Ordinal)).Should().Equal([$"{name}={value}"], "a program is given it once");
        }

        seen.Stderr.Should().BeEmpty();
        seen.ExitCode.Should().Be(0);
    }

    private static string Body(params (string Key, string Value)[] variables) => new JsonObject
    {
        ["template"] = "blank",
        ["envVars"] = new JsonArray([.. variables.Select(v => new JsonObject { ["key"] = v.Key, ["value"] = v.Value })]),
    }.ToJsonString(JsonSerializerOptions.Default);
}
