using LocalComputers.Files;

namespace Flapjack.ReferenceBackend.Resources.Skills;

/// <summary>Reads skills from the folders of <see cref="SkillSourceOptions.Folders"/>, and looks at nothing outside of them.</summary>
internal sealed class SkillFiles(IReadOnlyList<string> folders)
{
    private const string FileOfSkill = "SKILL.md";

    /// <summary>Reads a file, or the <c>SKILL.md</c> of a folder. It does so on another thread, because a disk may be slow.</summary>
    /// <param name="source">What the skill is made of.</param>
    /// <param name="path">The path: absolute, or relative to one of the folders.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<SkillReading> ReadAsync(string source, string path, CancellationToken cancellationToken) =>
        Task.Run(() => Read(source, path), cancellationToken).WaitAsync(cancellationToken);

    private SkillReading Read(string source, string path)
    {
        if (folders.Count == 0)
        {
            return SkillReading.Failed($"{SkillReader.NoContent} and it reads no files, unless its option SkillSources.Folders names their folder.");
        }

        FileFault? fault = null;
        foreach (var folder in folders)
        {
            try
            {
                if (RealPath.Of(folder) is { } root && RelativeTo(folder, path) is { } relative)
                {
                    return ReadBelow(root, relative, source);
                }
            }
            catch (WorkspaceFileException e)
            {
                fault = fault is null or FileFault.NotThere ? e.Fault : fault;
            }
        }

        return SkillReading.Failed(fault switch
        {
            FileFault.NotAFile => "The path of the skill names neither an ordinary file nor a folder with a SKILL.md.",
            FileFault.Denied => "The backend may not read the file of the skill.",
            FileFault.Failed => "The file of the skill could not be read.",
            _ => $"{SkillReader.NoContent} and there is no such file in the folders of its option SkillSources.Folders.",
        });
    }

    private static SkillReading ReadBelow(string root, string relative, string source)
    {
        try
        {
            return ReadFile(relative);
        }
        catch (WorkspaceFileException noFile) when (noFile.Fault == FileFault.NotAFile && source == SkillDocument.SkillMd)
        {
            try
            {
                return ReadFile(Path.Combine(relative, FileOfSkill));
            }
            catch (WorkspaceFileException e) when (e.Fault == FileFault.NotThere)
            {
                throw noFile;
            }
        }

        SkillReading ReadFile(string name) => SkillReading.Of(source, WorkspaceFile.Read(root, name, SkillReading.LimitOf(source) + 1).Content);
    }

    // The path is compared as a text before anything is looked at, so that nobody learns which files there are elsewhere.
    private static string? RelativeTo(string folder, string path)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        if (!Path.IsPathRooted(path))
        {
            return path;
        }

        var below = Path.GetRelativePath(folder, path);
        return below == ".." || below.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(below) ? null : below;
    }
}
