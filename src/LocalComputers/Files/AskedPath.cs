using System.Text;

namespace LocalComputers.Files;

/// <summary>Reads the path that a caller asks for: absolute below the name that the workspace has for callers, or relative to the workspace.</summary>
internal static class AskedPath
{
    private const int LongestPath = 4_095;

    /// <summary>The path relative to the workspace, without <c>.</c>, <c>..</c> and empty names; empty for the workspace itself.</summary>
    /// <param name="root">What callers call the workspace: an absolute path.</param>
    /// <param name="asked">The path. Blanks around it don't count.</param>
    /// <exception cref="FormatException">The path can't be a path of the workspace; the message tells why.</exception>
    public static string Below(string root, string asked)
    {
        var path = asked.Trim(' ', '\t');
        if (path.AsSpan().IndexOfAny('\0', '\r', '\n') >= 0)
        {
            throw new FormatException("The path holds a zero byte or a line break. Name a file without these.");
        }

        if (Encoding.UTF8.GetByteCount(path) > LongestPath)
        {
            throw new FormatException($"The path is longer than {LongestPath} bytes. Name a file with a shorter path.");
        }

        if (!path.Equals(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(path)), StringComparison.Ordinal))
        {
            throw new FormatException("The path is no well-formed Unicode text: it holds a half of a character.");
        }

        return string.Join('/', NamesBelow(root, path));
    }

    private static List<string> NamesBelow(string root, string path)
    {
        var isAbsolute = path.StartsWith('/');
        var names = new List<string>();
        foreach (var name in path.Split('/'))
        {
            if (name == ".." && names.Count > 0)
            {
                names.RemoveAt(names.Count - 1);
            }
            else if (name == ".." && !isAbsolute)
            {
                throw Outside(root);
            }
            else if (name is not ("" or "." or ".."))
            {
                names.Add(name);
            }
        }

        if (!isAbsolute)
        {
            return names;
        }

        // The names are compared, not the letters: "/rootX" is not below "/root", and "//root/./a" is.
        var top = root.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return names.Take(top.Length).SequenceEqual(top, StringComparer.Ordinal) ? names[top.Length..] : throw Outside(root);
    }

    private static FormatException Outside(string root) => new($"The path is not below {root}. Name a file below it, or a path relative to it.");
}
