namespace Flapjack.ReferenceBackend.Runs.Mapping;

/// <summary>
/// Reads a JSONPath once from left to right, and says what it may find. The library that evaluates paths can't be stopped, so a path is refused here whose
/// evaluation could take much longer than the document is long. What stands in quotes is a name or a value, and counts for nothing.
/// </summary>
/// <param name="path">The path.</param>
internal ref struct PathScan(string path)
{
    // Each .. looks at everything below, and a list of names finds each thing as often as it is named. So several of them multiply.
    private const int MostDescents = 1;
    private const int MostBranches = 64;

    private readonly string _path = path;
    private int _at;
    private int _descents;
    private int _branches = 1;
    private int _names;
    private int _colons;
    // How many brackets and parentheses are open; at which of them a filter began, 0 for none.
    private int _open;
    private int _filter;

    /// <summary>Whether the path can find several things, so that its result is a list.</summary>
    public bool IsList { get; private set; }

    /// <summary>What is wrong with the path, as the end of a sentence that begins with it; null if nothing is.</summary>
    public string? Problem()
    {
        if (_path[0] != '$' || (_path.Length > 1 && _path[1] is not ('.' or '[')))
        {
            return "must begin with $, and go on with . or [";
        }

        while (_at < _path.Length)
        {
            if (ProblemOfNext() is { } problem)
            {
                return problem;
            }
        }

        return _descents > MostDescents ? "may contain .. only once"
            : _branches > MostBranches ? $"names more than {MostBranches} alternatives"
            : null;
    }

    private string? ProblemOfNext()
    {
        var c = _path[_at++];
        switch (c)
        {
            case '\'' when _open > 0:
                return SkipQuoted();
            case '[' or '(':
                _open++;
                (_names, _colons) = (1, 0);
                return null;
            case ']' or ')':
                Close();
                return null;
            case '?' when _open > 0 && _filter == 0:
                _filter = _open;
                IsList = true;
                return null;
            case '=' when Next == '~':
                return "may not match regular expressions; the operator matches of a condition does that";
            case '.' when Next == '.':
                _at++;
                _descents++;
                return FindsSeveral("..");
            case ':' when ++_colons == 2 && IsZero(_path.AsSpan(_at)):
                return "may not contain a slice with the step 0";
            case ',':
                _names++;
                return FindsSeveral(",");
            case '*' or ':' or '?':
                return FindsSeveral(c.ToString());
            default:
                return null;
        }
    }

    private readonly char Next => _at < _path.Length ? _path[_at] : '\0';

    private static bool IsZero(ReadOnlySpan<char> rest) =>
        rest.IndexOf(']') is > 0 and var end && int.TryParse(rest[..end], System.Globalization.CultureInfo.InvariantCulture, out var step) && step == 0;

    // Within a filter, everything that is found on its left is compared with everything that is found on its right.
    private string? FindsSeveral(string sign)
    {
        IsList = true;
        return _filter == 0 ? null : $"may not contain {sign} within a filter";
    }

    private void Close()
    {
        _branches = (int)Math.Min((long)_branches * Math.Max(_names, 1), MostBranches + 1);
        _names = 1;
        _open--;
        if (_open < _filter)
        {
            _filter = 0;
        }
    }

    // Where the library takes a quote as a part of a name, everything up to the next quote would be hidden from this scan.
    private string? SkipQuoted()
    {
        if (_filter > 0 && !"[(=<>!&|".Contains(_path.AsSpan(0, _at - 1).TrimEnd()[^1]))
        {
            return "may contain ' only around a name or a value within a filter";
        }

        while (_at < _path.Length && _path[_at] != '\'')
        {
            _at += _path[_at] == '\\' ? 2 : 1;
        }

        _at++;
        return null;
    }
}
