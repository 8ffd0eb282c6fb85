using System.Diagnostics;

namespace LocalComputers.Tests.Computers.Templates;

/// <summary>A HOME of its own with a workspace and an app folder, gone after the test.</summary>
internal sealed class PrivateComputer : IDisposable
{
    public PrivateComputer()
    {
        Directory.CreateDirectory(App);
        Directory.CreateDirectory(StubFolder);
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("flapjack-templates-").FullName;

    public string Home => Path.Combine(Root, "home");

    public string App => Path.Combine(Home, "workspace", "app");

    private string StubFolder => Path.Combine(Root, "stubs");

    private string CallsFile => Path.Combine(Root, "calls");

    /// <summary>What the stubs were asked, in order, as <c>name args</c>.</summary>
    public string[] Calls => File.Exists(CallsFile) ? File.ReadAllLines(CallsFile) : [];

    /// <summary>The files below the app folder, with forward slashes.</summary>
    public string[] AppFiles => [.. Directory.EnumerateFiles(App, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(App, file))
        .Order(StringComparer.Ordinal)];

    /// <summary>Lets the computer see the given programs only, as stubs that record how they are called.</summary>
    public async Task HasStubsAsync(IEnumerable<string> tools, int exitCode = 0)
    {
        // A child writes the stubs: were they written here, another test's fork could inherit the descriptor
        // that is open for writing, and the stub could not be run ("Text file busy").
        const string Write = """for tool; do printf '%s\n' "$STUB" >"$tool"; chmod 755 "$tool"; done""";
        var start = new ProcessStartInfo("/bin/bash", ["-c", Write, "stubs", .. tools]) { WorkingDirectory = StubFolder };
        start.Environment["STUB"] = $$"""
            #!/bin/bash
            printf '%s\n' "${0##*/} $*" >>'{{CallsFile}}'
            printf '%s 1.2.3\n' "${0##*/}"
            exit {{exitCode}}
            """;

        (await HostProgram.RunAsync(start)).ExitCode.Should().Be(0);
        HasPath(StubFolder);
    }

    /// <summary>Sets what the login shell exports, as PATH first of all: /etc/profile would reset it.</summary>
    public void HasPath(params string[] folders) => File.WriteAllText(
        Path.Combine(Home, ".profile"),
        $"""
        export PATH='{string.Join(':', folders)}'
        export CARGO_HOME="$HOME/.cargo" CARGO_NET_OFFLINE=true npm_config_offline=true npm_config_update_notifier=false

        """);

    /// <summary>Runs a script as the engine does, in the app folder.</summary>
    public Task<ProgramResult> RunAsync(string script)
    {
        var start = new ProcessStartInfo("/bin/bash", ["-lc", script]) { WorkingDirectory = App };
        start.Environment.Clear();
        start.Environment["HOME"] = Home;
        return HostProgram.RunAsync(start);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
