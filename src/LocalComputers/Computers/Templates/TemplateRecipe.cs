using LocalComputers.Shells;

namespace LocalComputers.Computers.Templates;

/// <summary>What a template needs, what it lays down, and how it sets itself up: data, run by the engine.</summary>
/// <param name="Name">The template's name.</param>
/// <param name="Tools">The programs that must be on the computer's PATH, beside the bash that every computer needs.</param>
/// <param name="Setup">Bash that runs in the app folder after the tools were found; reads <c>has_repository</c>.</param>
/// <param name="StarterFiles">What the app starts from when the user named no repository.</param>
internal sealed record TemplateRecipe(
    string Name,
    IReadOnlyList<string> Tools,
    string Setup,
    IReadOnlyList<StarterFile> StarterFiles)
{
    /// <summary>Where its tools come from: a version manager's do not run outside of its user's home.</summary>
    public ToolFamily Family { get; init; }

    /// <summary>False for a template that starts from an empty workspace, without an app folder.</summary>
    public bool HasApp => StarterFiles.Count > 0;

    /// <summary>True for a template that needs no tool and whose setup is nothing but comments: no shell has to be started for it.</summary>
    public bool RunsNothing => Tools.Count == 0 && Setup.Split('\n').All(line => line.TrimStart() is "" or ['#', ..]);

    /// <summary>Writes the starter files below a directory; a file that is already there stays as it is.</summary>
    /// <param name="directory">The app folder; created when the template has an app and the folder is missing.</param>
    public void LayDown(string directory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        foreach (var file in StarterFiles)
        {
            var path = Path.Combine(directory, file.Path);
            // Path.Exists is true also for a link that leads nowhere, and such a link is left alone too.
            if (Path.Exists(path))
            {
                continue;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            using var writer = new StreamWriter(stream);
            writer.Write(file.Content);
        }
    }

    /// <summary>The text for <c>bash -lc</c>: finds the tools (127 when one is missing), shows their versions, sets up.</summary>
    /// <param name="hasRepository">True when the app folder holds the user's repository, whose files are left alone.</param>
    /// <param name="speaker">Who says that a tool is missing; a word.</param>
    public string BuildScript(bool hasRepository, string speaker)
    {
        // An empty list is fine: bash accepts `for tool in ; do`, where an empty array would trip `set -u` in old versions.
        var tools = string.Join(' ', Tools.Select(ShellCommand.Quote));
        return $$"""
            set -eu
            for tool in {{tools}}; do
              if ! command -v "$tool" >/dev/null; then
                printf "%s: the template '%s' needs '%s', which is not on PATH\n" {{ShellCommand.Quote(speaker)}} {{ShellCommand.Quote(Name)}} "$tool" >&2
                exit 127
              fi
            done
            for tool in {{tools}}; do
              printf '$ %s --version\n' "$tool"
              "$tool" --version
            done
            has_repository={{(hasRepository ? "yes" : "no")}}
            {{Setup}}
            """;
    }
}
