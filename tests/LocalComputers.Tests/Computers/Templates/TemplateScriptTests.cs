using LocalComputers.Computers.Templates;

namespace LocalComputers.Tests.Computers.Templates;

public sealed class TemplateScriptTests : IDisposable
{
    private readonly PrivateComputer _computer = new();

    public static TheoryData<string, string[], string[]> Starts => new()
    {
        {
            "node-playwright",
            ["node --version", "npm --version", "npm pkg get name --offline --no-update-notifier"],
            ["README.md", "e2e/example.spec.js", "package.json", "playwright.config.js", "tests/example.test.js"]
        },
        {
            "python-jupyter",
            ["python3 --version", "python3 -m venv --without-pip .venv"],
            ["README.md", "notebooks/welcome.ipynb", "requirements.txt", "tests/test_example.py"]
        },
        {
            "nextjs-fullstack",
            ["node --version", "npm --version", "npm pkg get name --offline --no-update-notifier"],
            ["README.md", "app/api/health/route.js", "app/layout.jsx", "app/page.jsx", "next.config.mjs", "package.json", "tests/health.test.mjs"]
        },
        { "rust-cargo", ["cargo --version", "rustc --version", "cargo init --name app --vcs none"], ["README.md"] },
        { "blank", [], [] },
    };

    public static IEnumerable<object[]> NeededTools =>
        TemplateCatalog.All.SelectMany(recipe => recipe.Tools, (recipe, tool) => new object[] { recipe.Name, tool });

    public void Dispose() => _computer.Dispose();

    [Theory]
    [MemberData(nameof(Starts))]
    public async Task Without_a_repository_the_starter_is_laid_down_and_set_up(string template, string[] calls, string[] files)
    {
        var recipe = TemplateCatalog.Find(template)!;
        await _computer.HasStubsAsync(recipe.Tools);

        recipe.LayDown(_computer.App);
        var run = await _computer.RunAsync(recipe.BuildScript(hasRepository: false, "flapjack"));

        run.Error.Should().BeEmpty();
        run.ExitCode.Should().Be(0);
        _computer.Calls.Should().Equal(calls);
        _computer.AppFiles.Should().Equal(files);
    }

    [Theory]
    [InlineData("node-playwright", "node --version", "npm --version")]
    [InlineData("python-jupyter", "python3 --version", "python3 -m venv --without-pip {HOME}/.venv")]
    [InlineData("nextjs-fullstack", "node --version", "npm --version")]
    [InlineData("rust-cargo", "cargo --version", "rustc --version")]
    [InlineData("blank")]
    public async Task With_a_repository_nothing_touches_its_files(string template, params string[] calls)
    {
        var recipe = TemplateCatalog.Find(template)!;
        await _computer.HasStubsAsync(recipe.Tools);

        var run = await _computer.RunAsync(recipe.BuildScript(hasRepository: true, "flapjack"));

        run.Should().BeEquivalentTo(new { ExitCode = 0, Error = "" });
        _computer.Calls.Should().Equal(calls.Select(call => call.Replace("{HOME}", _computer.Home)));
        _computer.AppFiles.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(NeededTools))]
    public async Task A_missing_tool_is_named_before_anything_is_run(string template, string missing)
    {
        var recipe = TemplateCatalog.Find(template)!;
        await _computer.HasStubsAsync(recipe.Tools.Where(tool => tool != missing));

        var run = await _computer.RunAsync(recipe.BuildScript(hasRepository: false, "flapjack"));

        run.Should().Be(new ProgramResult(127, "", $"flapjack: the template '{template}' needs '{missing}', which is not on PATH\n"));
        _computer.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task The_versions_are_shown_as_progress()
    {
        await _computer.HasStubsAsync(["cargo", "rustc"]);

        var run = await _computer.RunAsync(TemplateCatalog.Find("rust-cargo")!.BuildScript(hasRepository: true, "flapjack"));

        run.Output.Should().Be("$ cargo --version\ncargo 1.2.3\n$ rustc --version\nrustc 1.2.3\n");
    }

    [Fact]
    public async Task The_first_tool_that_fails_ends_the_script_with_its_exit_code()
    {
        await _computer.HasStubsAsync(["node", "npm"], exitCode: 3);

        var run = await _computer.RunAsync(TemplateCatalog.Find("node-playwright")!.BuildScript(hasRepository: false, "flapjack"));

        run.ExitCode.Should().Be(3);
        _computer.Calls.Should().Equal("node --version");
    }

    [Fact]
    public async Task A_package_that_is_already_there_is_not_initialized_again()
    {
        await _computer.HasStubsAsync(["cargo", "rustc"]);
        File.WriteAllText(Path.Combine(_computer.App, "Cargo.toml"), "");

        await _computer.RunAsync(TemplateCatalog.Find("rust-cargo")!.BuildScript(hasRepository: false, "flapjack"));

        _computer.Calls.Should().Equal("cargo --version", "rustc --version");
    }

    [Fact]
    public async Task Names_reach_the_shell_as_plain_words()
    {
        await _computer.HasStubsAsync([]);
        var recipe = new TemplateRecipe("it's %s", ["$(>made) \"x\""], "", []);

        var run = await _computer.RunAsync(recipe.BuildScript(hasRepository: false, "flapjack"));

        run.Error.Should().Be("flapjack: the template 'it's %s' needs '$(>made) \"x\"', which is not on PATH\n");
        _computer.AppFiles.Should().BeEmpty();
    }
}
