using LocalComputers.Computers.Templates;

namespace LocalComputers.Tests.Computers.Templates;

/// <summary>
/// The templates with the programs of this machine: what is laid down must work as it lies, without the network, also when a bootstrap runs a second
/// time. The everyday tests of the real programs are the end-to-end ones, which bootstrap each template once.
/// </summary>
public sealed class TemplatesForRealTests : IDisposable
{
    private readonly PrivateComputer _computer = new();

    public void Dispose() => _computer.Dispose();

    [FactWithTools("node", "npm", IsSoak = true)]
    [Trait("Category", "Soak")]
    public async Task A_node_playwright_computer_passes_its_own_tests()
    {
        await BootstrapAsync("node-playwright");

        (await PassesAsync("npm test")).Should().Contain("a URL takes itself apart");
    }

    [FactWithTools("node", "npm", IsSoak = true)]
    [Trait("Category", "Soak")]
    public async Task A_nextjs_fullstack_computer_passes_its_own_tests()
    {
        await BootstrapAsync("nextjs-fullstack");

        (await PassesAsync("npm test")).Should().Contain("the health route says ok");
    }

    [FactWithTools("python3", IsSoak = true)]
    [Trait("Category", "Soak")]
    public async Task A_python_jupyter_computer_passes_its_own_tests()
    {
        await BootstrapAsync("python-jupyter");

        await PassesAsync("python3 -m unittest discover -s tests");
        await PassesAsync(". .venv/bin/activate; python -m unittest discover -s tests");
    }

    [FactWithTools("python3", IsSoak = true)]
    [Trait("Category", "Soak")]
    public async Task A_python_jupyter_computer_with_a_repository_has_its_environment_beside_it()
    {
        _computer.HasPath(HostTools.PathFor(["python3"]));

        await PassesAsync(TemplateCatalog.Find("python-jupyter")!.BuildScript(hasRepository: true, "flapjack"));

        (await PassesAsync("""~/.venv/bin/python -c 'print("it runs")'""")).Should().Be("it runs\n");
        _computer.AppFiles.Should().BeEmpty();
    }

    // cc, because rustc calls the system's linker.
    [FactWithTools("cargo", "rustc", "cc", IsSoak = true)]
    [Trait("Category", "Soak")]
    public async Task A_rust_cargo_computer_builds_and_runs()
    {
        await BootstrapAsync("rust-cargo", "cc");

        await PassesAsync("cargo build --offline");
        (await PassesAsync("target/debug/app")).Should().Be("Hello, world!\n");
    }

    [Fact]
    public async Task A_blank_computer_is_empty()
    {
        await BootstrapAsync("blank");

        _computer.AppFiles.Should().BeEmpty();
    }

    private async Task BootstrapAsync(string template, params string[] otherTools)
    {
        var recipe = TemplateCatalog.Find(template)!;
        _computer.HasPath(HostTools.PathFor([.. recipe.Tools, .. otherTools]));
        recipe.LayDown(_computer.App);
        // Twice, because a bootstrap that failed later on is run again.
        await PassesAsync(recipe.BuildScript(hasRepository: false, "flapjack"));
        await PassesAsync(recipe.BuildScript(hasRepository: false, "flapjack"));
    }

    private async Task<string> PassesAsync(string command)
    {
        var run = await _computer.RunAsync(command);
        run.ExitCode.Should().Be(0, "{0} said {1}{2}", command, run.Output, run.Error);
        return run.Output;
    }
}
