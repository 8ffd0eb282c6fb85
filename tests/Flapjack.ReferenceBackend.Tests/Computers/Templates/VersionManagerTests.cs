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
    [InlineData("rust-cargo", "rustc", "error: no default toolchain is set", "RUSTUP_HOME")]
    [InlineData("node-playwright", "npm", "No version is set for command npm", "nvm which current")]
    [InlineData("nextjs-fullstack", "node", ".", "NVM_DIR")]
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
    [InlineData("node-playwright", "npm", "#!/nowhere/node\n", "npm", "NVM_DIR")]
    [InlineData("python-jupyter", "python3", "#!/bin/bash\nkill -KILL $$\n", "python3", "PYENV_ROOT")]
    [InlineData("rust-cargo", "cargo", "#!/bin/bash\nhead -c 100000 /dev/zero | tr '\\0' e >&2; exit 1\n", "eeee", "CARGO_HOME")]
    public async Task A_tool_that_can_not_even_begin_or_says_too_much_is_explained(string template, string tool, string content, params string[] named)
    {
        foreach (var other in (string[])["node", "npm", "python3", "cargo", "rustc"])
        {
            await WriteAsync(other, "echo 1.0");
        }

        await WriteFileAsync(tool, content);

        var (exitCode, tail) = await FailAsync(template, $"{_tools.Path}:/usr/bin:/bin");

        exitCode.Should().NotBe(0);
        tail.Should().Contain("FlapjackBackendOptions.ComputerPath").And.ContainAll(named);
    }

    [Theory]
    [InlineData("cargo-of-rustup build", 127, true)]
    [InlineData("/etc/passwd", 126, true)]
    [InlineData("false", 1, false)]
    public async Task A_tool_of_an_installCmd_that_could_not_be_run_is_explained_and_one_that_fails_is_not(string installCmd, int exitCode, bool isExplained)
    {
        using var repository = await LocalRepository.CreateAsync();
        await using var backend = await TestBackend.StartAsync(repository.Rewrite);

        var done = (await backend.ReadBootstrapAsync(await backend.CreateAgentAsync(LocalRepository.Body(installCmd))))[^1].Data;

        done.GetProperty("exitCode").GetInt32().Should().Be(exitCode);
        done.GetProperty("stderrTail").GetString()!.Contains("FlapjackBackendOptions.ComputerPath", StringComparison.Ordinal).Should().Be(isExplained);
    }

    [Theory]
    [InlineData("~/.cargo/bin:/usr/bin:/bin", "~/.cargo/bin")]
    [InlineData("/usr/bin:~me/bin", "~me/bin")]
    [InlineData("/usr/bin:$HOME/.pyenv/shims:/bin", "$HOME/.pyenv/shims")]
    public async Task A_path_that_only_a_shell_of_the_host_could_read_is_refused_at_the_start(string path, string named)
    {
        var start = () => TestBackend.StartAsync(options => options.ComputerPath = path);

        (await start.Should().ThrowAsync<ArgumentException>()).WithParameterName("ComputerPath").WithMessage($"*'{named}'*Write it out*");
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

    private Task WriteAsync(string tool, string script) => WriteFileAsync(tool, $"#!/bin/bash\n{script}\n");

    // A child writes it: were it written here, another test's fork could hold it open for writing, and it could not be run.
    private async Task WriteFileAsync(string tool, string content)
    {
        var start = new System.Diagnostics.ProcessStartInfo("/bin/bash", ["-c", "printf %s \"$1\" >\"$2\"; chmod 755 \"$2\"", "write", content, tool]) { WorkingDirectory = _tools.Path };
        (await HostProgram.RunAsync(start)).ExitCode.Should().Be(0);
    }
}
