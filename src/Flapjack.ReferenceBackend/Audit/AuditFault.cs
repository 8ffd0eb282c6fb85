namespace Flapjack.ReferenceBackend;

/// <summary>Why an audit log is not what was written.</summary>
public enum AuditFault
{
    /// <summary>A row was changed, moved or added: its hash does not follow from it and the rows before it.</summary>
    RowChanged,

    /// <summary>A row is missing, and rows behind it are there.</summary>
    RowMissing,

    /// <summary>The log ends before the row that it is known to have had.</summary>
    TailMissing,

    /// <summary>The log is sound in itself, but another one than the head was taken of: it was written anew from some row on.</summary>
    HeadMismatch,

    /// <summary>The head's row was removed because of its age, or so it seems, so that nothing can be told by it. Keep a newer head.</summary>
    HeadRemoved,
}
