using System.Text;
using Npgsql;

namespace Flapjack.ReferenceBackend.Resources.Integrations;

/// <summary>
/// The row of an answer that is being read. Its columns are read once, in their order. The queries bound what an honest server sends; this bounds what any
/// other server can make the backend hold in memory.
/// </summary>
internal sealed class DatabaseRow(NpgsqlDataReader reader, CancellationToken cancellationToken)
{
    /// <summary>How much a server may send for one query, in characters.</summary>
    public const int MaxLength = 8 * 1024 * 1024;

    // Rows without any text are not endless either.
    private const int LengthOfRow = 16;

    private readonly char[] _buffer = new char[4 * 1024];
    private int _left = MaxLength;

    /// <summary>Goes to the next row; false if there is none.</summary>
    /// <exception cref="DatabaseFault">The server has sent too much.</exception>
    public Task<bool> NextAsync()
    {
        Take(LengthOfRow);
        return reader.ReadAsync(cancellationToken);
    }

    /// <exception cref="DatabaseFault">The server has sent too much.</exception>
    public async Task<string> TextAsync(int column)
    {
        using var text = await reader.GetTextReaderAsync(column, cancellationToken).ConfigureAwait(false);
        var whole = new StringBuilder();
        while (await text.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            Take(count);
            whole.Append(_buffer, 0, count);
        }

        return whole.ToString();
    }

    public Task<int> NumberAsync(int column) => reader.GetFieldValueAsync<int>(column, cancellationToken);

    private void Take(int length)
    {
        _left -= length;
        if (_left < 0)
        {
            throw new DatabaseFault("The database sent more than it was asked for, and was left. Go on without it.");
        }
    }
}
