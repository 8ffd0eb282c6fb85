using System.Collections.Concurrent;
using Architecture.Tests.Sources;

namespace Architecture.Tests;

/// <summary>Who may use whom: no folder uses another of a higher floor, and no folders use each other in a circle.</summary>
public sealed class FloorTests
{
    private static readonly ConcurrentDictionary<string, Lazy<FolderArrow[]>> Arrows = new();

    public static TheoryData<string> Projects => Floors.Projects;

    [Fact]
    public void Every_project_has_its_floors() =>
        Directory.EnumerateFiles(Repository.PathTo("src"), "*.csproj", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension)
            .Should().BeEquivalentTo(Floors.Of.Keys);

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_folder_is_on_a_floor(string name)
    {
        var floors = Floors.Of[name].SelectMany(floor => floor).ToList();
        var project = SourceProject.Read(name);

        project.Files.Select(file => project.FolderOf(file, floors)).Distinct().Except(floors).Should().BeEmpty("Floors.cs says on which floor a folder is");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_name_in_the_sources_is_found(string name)
    {
        // CS0122: the type is not shown to the project. CS0246: there is no such type.
        var faults = SourceProject.Read(name).Compilation.GetDiagnostics().Where(fault => fault.Id is "CS0122" or "CS0246");

        faults.Select(fault => fault.ToString()).Should().BeEmpty("a name that is not found makes no arrow, so its faults would not be seen");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_folder_uses_one_of_a_higher_floor(string name)
    {
        var floors = Floors.Of[name];
        int FloorOf(string folder) => Array.FindIndex(floors, floor => floor.Contains(folder));

        var upwards = ArrowsOf(name).Where(arrow => FloorOf(arrow.To) > FloorOf(arrow.From) || (FloorOf(arrow.To) == FloorOf(arrow.From) && !arrow.IsValue));

        upwards.Select(arrow => $"{arrow.From} -> {arrow.To} ({arrow.Type})").Distinct().Should().BeEmpty("docs/architecture.md says which folder may use which");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_folders_use_each_other_in_a_circle(string name)
    {
        var uses = ArrowsOf(name).ToLookup(arrow => arrow.From, arrow => arrow.To);

        var inCircles = ArrowsOf(name).Where(arrow => Reaches(uses, arrow.To, arrow.From)).Select(arrow => $"{arrow.From} -> {arrow.To} ({arrow.Type}, in {arrow.File})");

        inCircles.Distinct().Should().BeEmpty("docs/architecture.md says which folder may use which; folders that use each other can only be understood together");
    }

    // Two tests ask for the arrows of each project; to find them takes most of the time.
    private static FolderArrow[] ArrowsOf(string name) => Arrows.GetOrAdd(
        name, key => new(() => [.. new FolderArrows(SourceProject.Read(key), [.. Floors.Of[key].SelectMany(floor => floor)]).All()])).Value;

    private static bool Reaches(ILookup<string, string> uses, string from, string target)
    {
        var seen = new HashSet<string>();
        var open = new Stack<string>(uses[from]);
        while (open.TryPop(out var folder))
        {
            if (folder == target)
            {
                return true;
            }

            if (seen.Add(folder))
            {
                foreach (var next in uses[folder])
                {
                    open.Push(next);
                }
            }
        }

        return false;
    }
}
