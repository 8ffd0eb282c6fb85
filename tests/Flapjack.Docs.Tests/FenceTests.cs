using System.Text.RegularExpressions;

namespace Flapjack.Docs.Tests;

/// <summary>What a page shows compiles as it stands there, and what it says runs without an account runs.</summary>
public sealed class FenceTests
{
    public static TheoryData<Fence> All => [.. Fence.All];

    public static TheoryData<Fence> Runnable => [.. Fence.All.Where(fence => fence.Runs)];

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void A_fence_compiles_when_it_is_pasted(Fence fence) => PastedProgram.Compile(fence).Errors.Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Runnable), DisableDiscoveryEnumeration = true)]
    public async Task A_fence_that_says_so_runs_without_an_account(Fence fence)
    {
        var (program, errors) = PastedProgram.Compile(fence);
        errors.Should().BeEmpty();

        await PastedProgram.RunAsync(program);
    }

    [Fact]
    public void The_first_program_of_README_runs_without_an_account()
    {
        var first = Fence.All.Where(fence => fence.Page == "README.md").MinBy(fence => fence.Line)!;

        first.Runs.Should().BeTrue();
        first.Code.Should().NotContain("…", "a newcomer can't run a placeholder");
    }

    [Theory]
    [MemberData(nameof(PackageTests.InstalledPackages), MemberType = typeof(PackageTests))]
    public void README_says_how_to_install_every_package_that_somebody_installs(string package) =>
        File.ReadAllText(Repository.PathTo("README.md")).Should().MatchRegex($@"dotnet add package {Regex.Escape(package)}[\s`]");

    [Fact]
    public void README_says_where_a_key_comes_from() =>
        File.ReadAllText(Repository.PathTo("README.md")).Should().Contain("Settings → API keys").And.Contain("FLAPJACK_API_KEY").And.Contain("sandbox:admin");

    [Theory]
    [InlineData("app.MapGet(\"/\", () => 1);", "CS0103")]
    [InlineData("var unused = 1 / 0;", "CS0020")]
    [InlineData("string a = null;", "CS8600")]
    [InlineData("await foreach (var item in Flapjack.Sdk.FlapjackClient.NoSuch()) { }", "CS0117")]
    public void A_fence_that_a_newcomer_could_not_build_is_told(string code, string error) =>
        PastedProgram.Compile(new Fence("README.md", 1, false, code)).Errors.Should().Contain(it => it.Contains(error, StringComparison.Ordinal));

    [Fact]
    public void A_fence_that_does_not_compile_is_told_with_its_page_and_line()
    {
        var broken = new Fence("docs/page.md", 10, false, "var a = 1;\nConsole.WriteLine(a + b);");

        PastedProgram.Compile(broken).Errors.Should().ContainSingle().Which.Should().StartWith("docs/page.md:11: CS0103");
    }

    [Fact]
    public void A_fence_without_its_using_does_not_compile()
    {
        var broken = new Fence("README.md", 1, false, "using var flapjack = new FlapjackClient(\"key\");");

        PastedProgram.Compile(broken).Errors.Should().NotBeEmpty();
    }
}
