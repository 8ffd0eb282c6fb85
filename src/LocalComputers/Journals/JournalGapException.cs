namespace LocalComputers.Journals;

/// <summary>The frames that a reader wants are gone: the journal keeps only the latest.</summary>
internal sealed class JournalGapException() : Exception("The frames that follow are no longer kept.");
