using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Flapjack.Cli.Calls;
using Flapjack.Cli.Terminal;

namespace Flapjack.Cli.Tests.Docs;

/// <summary>The page <c>docs/cli.md</c> says what the tool has.</summary>
public sealed partial class CliPageTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathTo("docs", "cli.md"));

    [Fact]
    public void The_page_has_a_section_of_each_command_with_each_of_its_options()
    {
        using var interruption = new Interruption(_ => { });
        var context = new ToolContext(new(Stream.Null, Stream.Null, Stream.Null, interruption));
        var told = Sections().Matches(Page).ToDictionary(
            section => section.Groups["name"].Value,
            section => Options().Matches(section.Groups["text"].Value).Select(option => option.Groups[1].Value).Order().ToList());

        var built = CommandsOf(FlapjackTool.Build(context), "").ToDictionary(it => it.Path, it => OptionsOf(it.Command));

        told.Keys.Should().BeEquivalentTo(built.Keys);
        foreach (var (path, options) in built)
        {
            told[path].Should().BeEquivalentTo(options, "the page tells the options of {0}", path);
        }
    }

    [Fact]
    public void The_page_has_a_row_for_each_exit_code()
    {
        var told = Rows().Matches(Page).Select(row => int.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();

        var built = typeof(ExitCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (int)field.GetRawConstantValue()!);

        told.Should().BeEquivalentTo(built.Concat([130, 143]));
    }

    private static IEnumerable<(string Path, Command Command)> CommandsOf(Command parent, string path) => parent.Subcommands.SelectMany(command =>
        command.Subcommands.Count > 0 ? CommandsOf(command, $"{path}{command.Name} ") : [(path + command.Name, command)]);

    // The options that every command has stand once, above the commands.
    private static List<string> OptionsOf(Command command) =>
        [.. command.Options.Where(option => option is not HelpOption && option.Name is not ("--base-url" or "--key-file")).Select(option => option.Name).Order()];

    [GeneratedRegex(@"^### `flapjack (?<name>[a-z ]+?)(?= [A-Z\[-]|`)[^\n]*\n(?<text>.*?)(?=^##|\z)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Sections();

    [GeneratedRegex(@"^\| `(--[a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex Options();

    [GeneratedRegex(@"^\| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
