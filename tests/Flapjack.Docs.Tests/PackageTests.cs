using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Flapjack.Docs.Tests;

/// <summary>What a package tells of itself, and what it carries.</summary>
public sealed partial class PackageTests(PackedPackages packages) : IClassFixture<PackedPackages>
{
    private const string Backend = "Flapjack.ReferenceBackend";
    private const string Engine = "LocalComputers";
    private const string Tool = "Flapjack.Cli";

    public static TheoryData<string> Packages => [.. Names.Where(name => name != Tool)];

    /// <summary>The packages that somebody references: all but the engine, which has no public API and comes with a backend, and the tool.</summary>
    public static TheoryData<string> InstalledPackages => [.. Names.Where(name => name is not (Engine or Tool))];

    private static IEnumerable<string> Names => Directory.EnumerateFiles(Repository.PathTo("src"), "*.csproj", SearchOption.AllDirectories)
        .Where(file => File.ReadAllText(file).Contains("<IsPackable>true", StringComparison.Ordinal))
        .Select(file => Path.GetFileNameWithoutExtension(file));

    [Theory]
    [MemberData(nameof(Packages))]
    public async Task A_package_says_where_it_comes_from_and_what_is_new(string name)
    {
        using var package = await packages.OpenAsync(name);
        var about = XDocument.Load(package.GetEntry($"{PackedPackages.IdOf(name)}.nuspec")!.Open()).Root!.Elements().Single().Elements().ToDictionary(it => it.Name.LocalName);

        about["projectUrl"].Value.Should().StartWith("https://");
        about["repository"].Attribute("type")!.Value.Should().Be("git");
        about["license"].Value.Should().Be("MIT");
        about["icon"].Value.Should().Be("icon.png");
        about["readme"].Value.Should().Be("README.md");
        about["releaseNotes"].Value.Should().Contain("docs/changelog.md");
        about["description"].Value.Should().NotBeNullOrWhiteSpace();
        package.Entries.Select(entry => entry.FullName).Should().Contain(["icon.png", "README.md", "docs/changelog.md", $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml"]);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public async Task A_package_has_a_page_of_its_own_whose_links_lead_somewhere(string name)
    {
        using var package = await packages.OpenAsync(name);
        using var reader = new StreamReader(package.GetEntry("README.md")!.Open());
        var page = await reader.ReadToEndAsync();

        page.Should().StartWith($"# {PackedPackages.IdOf(name)}\n").And.Contain($"dotnet add package {(name == Engine ? Backend : name)}\n", "nobody installs the engine by itself");
        Links().Matches(page).Select(link => link.Groups[1].Value).Should().NotBeEmpty().And.OnlyContain(link => link.StartsWith("https://", StringComparison.Ordinal));
        package.GetEntry("icon.png")!.Length.Should().BeLessThan(100_000);
    }

    [Fact]
    public async Task A_backend_asks_for_exactly_the_engine_that_it_was_built_with()
    {
        using var package = await packages.OpenAsync(Backend);
        var asked = XDocument.Load(package.GetEntry($"{Backend}.nuspec")!.Open()).Descendants()
            .Where(element => element.Name.LocalName == "dependency")
            .ToDictionary(element => element.Attribute("id")!.Value, element => element.Attribute("version")!.Value);

        asked[PackedPackages.IdOf(Engine)].Should().MatchRegex(@"^\[\d+\.\d+\.\d+\]$", "the engine shows the backend its internals");
        asked["Flapjack.Sdk"].Should().MatchRegex(@"^\d");
    }

    [Fact]
    public async Task The_tool_is_installed_from_its_package_and_runs()
    {
        using var folder = new TempFolder();
        (await packages.OpenAsync(Tool)).Dispose();
        var install = await HostProgram.RunAsync(new("dotnet", ["tool", "install", Tool, "--tool-path", folder["tools"], "--source", packages.Folder]));
        install.ExitCode.Should().Be(0, install.Output + install.Error);

        var help = await HostProgram.RunAsync(new(folder["tools/flapjack"], ["exec", "--help"]));

        (help.ExitCode, help.Error).Should().Be((0, ""));
        help.Output.Should().Contain("Usage:").And.Contain("flapjack exec <agent>");
    }

    [Fact]
    public async Task A_link_from_page_to_page_of_the_docs_leads_to_a_page_in_the_package()
    {
        using var package = await packages.OpenAsync("Flapjack.Sdk");
        var dead = new List<string>();
        foreach (var page in package.Entries.Where(entry => entry.FullName.StartsWith("docs/", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(page.Open());
            dead.AddRange(Links().Matches(await reader.ReadToEndAsync())
                .Select(link => new Uri(new Uri($"package:///{page.FullName}"), link.Groups[1].Value))
                .Where(target => target.Scheme == "package" && target.AbsolutePath.EndsWith(".md", StringComparison.Ordinal) && package.GetEntry(target.AbsolutePath[1..]) is null)
                .Select(target => $"{page.FullName} -> {target.AbsolutePath}"));
        }

        dead.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_carries_its_symbols_in_the_assembly(string name)
    {
        using var image = new System.Reflection.PortableExecutable.PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, name + ".dll")));

        image.ReadDebugDirectory().Should().Contain(entry => entry.Type == System.Reflection.PortableExecutable.DebugDirectoryEntryType.EmbeddedPortablePdb);
    }

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Links();
}
