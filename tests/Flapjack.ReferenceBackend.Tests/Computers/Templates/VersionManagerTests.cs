using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers.Templates;

/// <summary>Tools that a version manager installed run only where its folders are named; the bootstrap that fails says how.</summary>
public sealed class VersionManagerTests : IDisposable
{
    private readonly TempFolder _tools = new();

    public void Dispose() => _tools.Dispose();

    [Theory]
    [InlineData("rust-cargo", "cargo", "rustup could not choose a version of cargo to run", "RUSTUP_HOME", "CARGO_HOME")]
    [InlineData("node-playwright", "node", "nvm is not set up", "NVM_DIR", "nvm which current")]
    [InlineData("nextjs-fullstack", "npm", "nvm is not set up", "NVM_DIR", "nvm which current")]
    [InlineData("python-jupyter", "python3", "pyenv: version `3.12' is not installed", "PYENV_ROOT", "PYENV_VERSION")]
    public async Task A_shim_that_does_not_run_without_its_home_is_explained(string template, string shim, string complaint, params string[] named)
    {
        foreach (var tool in (string[])["node", "npm", "python3", "cargo", "rustc"])
        {
            await WriteAsync(tool, tool == shim ? $"echo \"{complaint.Replace("`", "\\`", StringComparison.Ordinal)}\" >&2; exit 3" : "echo 1.0");
        }

        var (exitCode, tail) = await FailAsync(template, $"{_tools.Path}:/usr/bin:/bin");

        exitCode.Should().Be(3);
        tail.Should().Contain(complaint).And.Contain("FlapjackBackendOptions.ComputerPath").And.Contain("VisiblePaths").And.ContainAll(named);
    }

    [Theory]
    [InlineData("rust-cargo", "RUSTUP_HOME")]
    [InlineData("node-playwright", "NVM_DIR")]
    [InlineData("python-jupyter", "PYENV_ROOT")]
    public async Task A_tool_that_is_not_on_PATH_is_explained_too(string template, string variable)
    {
        var (exitCode, tail) = await FailAsync(template, _tools.Path);

        exitCode.Should().Be(127);
        tail.Should().Contain("which is not on PATH").And.Contain("FlapjackBackendOptions.ComputerPath").And.Contain(variable);
    }

    [FactWithRustup]
    public async Task The_recipe_for_rustup_works()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        await using var backend = await TestBackend.StartAsync(options => options.ComputerPath = $"{home}/.cargo/bin:/usr/bin:/bin");

        var failed = await backend.ReadBootstrapAsync(await backend.CreateAgentAsync("""{"template":"rust-cargo"}"""));
        var agent = await backend.CreateReadyAgentAsync($$"""{"template":"rust-cargo","envVars":[{"key":"RUSTUP_HOME","value":"{{home}}/.rustup"}]}""");

        failed[^1].Data.GetProperty("stderrTail").GetString().Should().Contain("RUSTUP_HOME");
        (await backend.RunAsync(agent, "cargo --version")).Stdout.Should().StartWith("cargo ");
    }

    private static async Task<(int ExitCode, string Tail)> FailAsync(string template, string path)
    {
        await using var backend = await TestBackend.StartAsync(options => options.ComputerPath = path);

        var done = (await backend.ReadBootstrapAsync(await backend.CreateAgentAsync($$"""{"template":"{{template}}"}""")))[^1].Data;

        done.GetProperty("status").GetString().Should().Be("error");
        return (done.GetProperty("exitCode").GetInt32(), done.GetProperty("stderrTail").GetString()!);
    }

    // A child writes it: were it written here, another test's fork could hold it open for writing, and it could not be run.
    private async Task WriteAsync(string tool, string script)
    {
        var start = new System.Diagnostics.ProcessStartInfo("/bin/bash", ["-c", "printf '#!/bin/bash\\n%s\\n' \"$1\" >\"$2\"; chmod 755 \"$2\"", "write", script, tool]) { WorkingDirectory = _tools.Path };
        (await ShellRun.OfAsync(start)).ExitCode.Should().Be(0);
    }
}
